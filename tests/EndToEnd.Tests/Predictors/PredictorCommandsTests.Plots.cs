using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>The pictures of latencies and predictors, drawn by real processes from what a coordinator has.</summary>
public sealed partial class PredictorCommandsTests
{
    [Fact]
    public async Task Latencies_are_drawn_as_scatter_histogram_and_against_another_target()
    {
        await ImportAsync("imported/twice", "000100,2", "000110,4", "333133,6");
        await ImportAsync("imported/once", "000100,1", "000110,2", "333133,3");

        var labels = (await target.RunAsync("measurements", "export", "--target", ImportedTarget.Slug)).Expect(0).Output.Trim().Split('\n').Length - 1;
        var macs = await DrawAsync("macs.svg", "measurements", "plot", ImportedTarget.Slug);
        var parameters = await DrawAsync("parameters.svg", "measurements", "plot", ImportedTarget.Slug, "--against", "parameters", "--dark");
        var histogram = await DrawAsync("histogram.svg", "measurements", "plot", ImportedTarget.Slug, "--histogram");
        var pairs = await DrawAsync("pairs.svg", "measurements", "plot", "imported/twice", "--against", "imported/once");

        Assert.Equal((labels, labels, 3), (Count(macs, "circle"), Count(parameters, "circle"), Count(pairs, "circle")));
        Shows(macs, "MACs, millions", "latency, ms", $"Latency against MACs on {ImportedTarget.Slug}");
        Shows(parameters, "parameters, millions", "latency, ms");
        Shows(histogram, "latency, ms", "networks");
        Shows(pairs, "latency on imported/once, ms", "latency on imported/twice, ms", "median ratio 2", "equal latency");
        Assert.Contains("#14181F", parameters.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Predictions_are_drawn_beside_the_latencies_that_they_are_evaluated_by()
    {
        using var evaluated = JsonDocument.Parse((await target.RunAsync("predictors", "evaluate", "1", "--json")).Expect(0).Output);
        var accuracy = evaluated.RootElement.GetProperty("evaluation").GetProperty("accuracies")[0];

        var picture = await DrawAsync("predictions.svg", "predictors", "plot", "1");

        Assert.Equal(accuracy.GetProperty("count").GetInt32(), Count(picture, "circle") - 2); // two more explain the colours
        foreach (var percent in new[] { 1, 5, 10 })
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{accuracy.GetProperty($"within_{percent}").GetDouble():F1} % within ±{percent} %"), Texts(picture));
        Shows(picture, "measured latency, ms", "predicted latency, ms", "within ±5 %", "within ±10 %");
    }

    /// <summary>A server without a font and without a display.</summary>
    [Fact]
    public async Task Pictures_are_the_same_on_a_machine_without_fonts()
    {
        string[] command = ["measurements", "plot", ImportedTarget.Slug, "--width", "1280", "--height", "800", "--data", target.Data];
        (await CommandResult.RunAsync([.. command, "-o", target.PathOf("here.png")])).Expect(0);
        (await CommandResult.RunAsync([.. command, "-o", target.PathOf("here.svg")])).Expect(0);

        foreach (var format in new[] { "png", "svg" })
        {
            var start = Program.Start(Program.Cli, [.. command, "-o", target.PathOf("without." + format)]);
            var result = await CommandResult.RunAsync(Program.Redirected(
                "unshare",
                ["-rm", "sh", "-c", "for folder in /usr/share/fonts /usr/local/share/fonts /etc/fonts; do [ ! -d $folder ] || mount -t tmpfs tmpfs $folder || exit; done; exec \"$@\"", "sh", start.FileName, .. start.ArgumentList]));
            Assert.Equal("", result.Expect(0).Errors);
            Assert.Equal(await File.ReadAllBytesAsync(target.PathOf("here." + format), Cancel), await File.ReadAllBytesAsync(target.PathOf("without." + format), Cancel));
        }

        var picture = PngPicture.Decode(await File.ReadAllBytesAsync(target.PathOf("here.png"), Cancel));
        Assert.Equal((1280, 800), (picture.Width, picture.Height));
        Assert.InRange(picture.Colours.Count, 20, int.MaxValue);
    }

    [Fact]
    public async Task Pictures_that_cannot_be_drawn_are_refused_in_a_sentence_and_leave_no_file()
    {
        await ImportAsync("imported/apart", "444444,9");
        var path = target.PathOf("refused.svg");
        string[] plot = ["measurements", "plot"];

        await RefusedAsync(1, $"did you mean {ImportedTarget.Slug}?", [.. plot, "imported/made-pu", "-o", path]);
        await RefusedAsync(1, $"did you mean {ImportedTarget.Slug}?", [.. plot, ImportedTarget.Slug, "--against", "made-up", "-o", path]);
        await RefusedAsync(1, "in common", [.. plot, ImportedTarget.Slug, "--against", "imported/apart", "-o", path]);
        await RefusedAsync(1, "no campaign 7", [.. plot, ImportedTarget.Slug, "--campaign", "7", "-o", path]);
        await RefusedAsync(1, "absent/refused.svg cannot be written", [.. plot, ImportedTarget.Slug, "-o", target.PathOf("absent/refused.svg")]);
        await RefusedAsync(1, "no predictor 999", "predictors", "plot", "999", "-o", path);

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, "refused*"));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, ".latbench-*"));
    }

    private static int Count(XElement picture, string name) => picture.Descendants().Count(element => element.Name.LocalName == name);

    private static void Shows(XElement picture, params string[] texts) => Assert.All(texts, text => Assert.Contains(text, Texts(picture)));

    private static HashSet<string> Texts(XElement picture) => [.. picture.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    private async Task<XElement> DrawAsync(string name, params string[] arguments)
    {
        var result = (await target.RunAsync([.. arguments, "-o", target.PathOf(name)])).Expect(0);
        Assert.StartsWith(target.PathOf(name), result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("path effect", result.Errors, StringComparison.Ordinal);
        return XDocument.Parse(await File.ReadAllTextAsync(target.PathOf(name), Cancel)).Root!;
    }
}
