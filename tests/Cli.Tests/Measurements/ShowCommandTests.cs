using System.Globalization;
using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Measurements;

/// <summary>The expected output is in the files beside this one; <c>LATBENCH_APPROVE=1</c> writes them anew.</summary>
public sealed class ShowCommandTests
{
    private const int PlotWidth = 80;

    [Theory]
    [InlineData(".", "-")]
    [InlineData(",", "−")]
    public async Task Show_is_the_approved_text_under_every_culture(string point, string minus)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = point, PercentDecimalSeparator = point, NegativeSign = minus, NumberGroupSeparator = "'" } };
        try
        {
            AssertApproved("show-valid", (await ShowAsync(MeasurementExamples.Valid())).Out);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Show_ascii_is_the_approved_text_in_ascii()
    {
        var output = (await ShowAsync(MeasurementExamples.Valid(), "--ascii")).Out;
        Assert.True(System.Text.Ascii.IsValid(output));
        AssertApproved("show-ascii", output);
    }

    [Theory]
    [InlineData(0.8, 0.7995, 0.795, "the latency lies above the median because it is stated at the reference clock")]
    [InlineData(0.79, 0.8236, 0.795, "the latency lies below the minimum because it is stated at the reference clock")]
    [InlineData(0.8, 0.8236, 0.795, null)]
    public async Task Show_says_why_the_latency_lies_outside_of_the_raw_figures(double latency, double median, double minimum, string? note)
    {
        var response = MeasurementExamples.Valid();
        (response.Measurement.Summary.LatencyMs, response.Measurement.Summary.MedianMs, response.Measurement.Summary.MinMs) = (latency, median, minimum);

        var output = (await ShowAsync(response)).Out;

        Assert.Equal(note is null ? 0 : 1, output.Split('\n').Count(line => line.StartsWith("Note ", StringComparison.Ordinal)));
        Assert.Contains(note ?? "Clock correction", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_far_outlier_makes_bins_of_equal_ratio() => AssertApproved("show-tailed", (await ShowAsync(MeasurementExamples.Tailed())).Out);

    [Fact]
    public async Task Show_failed_says_why_and_draws_nothing() => AssertApproved("show-failed", (await ShowAsync(MeasurementExamples.Failed())).Out);

    [Theory]
    [InlineData("LC_ALL", "C")]
    [InlineData("LANG", "POSIX")]
    [InlineData("TERM", "dumb")]
    public async Task Show_where_only_ascii_is_known_is_in_ascii(string variable, string value)
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Measurement = MeasurementExamples.Valid() });
        var run = await CliRun.InvokeAsync(
            new Dictionary<string, string> { [variable] = value, ["LATBENCH_SERVER"] = coordinator.Address }, "measurements", "show", "12");
        Assert.True(System.Text.Ascii.IsValid(run.Out));
    }

    [Fact]
    public async Task Show_plots_fit_80_columns_without_control_characters()
    {
        foreach (var response in new[] { MeasurementExamples.Valid(), MeasurementExamples.Tailed() })
        {
            // Names and flags have no bound: they are whole, and make a row longer.
            foreach (var pass in response.Passes)
                pass.Result.Conditions.Flags.Clear();
            foreach (var one in response.Profile?.Operators ?? [])
                one.Name = one.Name[..Math.Min(one.Name.Length, 32)];
            var lines = (await ShowAsync(response)).Out.Split('\n').SkipWhile(line => !line.StartsWith("Samples: ", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith("Conditions", StringComparison.Ordinal)).ToArray();
            Assert.True(lines.Length > 12);
            Assert.All(lines, line => Assert.True(line.Length <= PlotWidth, line));
            Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        }
    }

    [Fact]
    public async Task Show_long_names_and_flags_are_whole()
    {
        var response = MeasurementExamples.Valid();
        response.Passes[0].Result.Conditions.Flags.Add(["container-throttled", "something-new"]);
        foreach (var one in response.Profile.Operators)
            one.Name += new string('x', 300);

        var output = (await ShowAsync(response)).Out;

        Assert.Contains(" container-throttled,something-new\n", output, StringComparison.Ordinal);
        var most = response.Profile.Operators.OrderByDescending(one => one.Share).ThenBy(one => one.Name, StringComparer.Ordinal).Take(10);
        Assert.All(most, one => Assert.Contains($"\n  {one.Name} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_equal_samples_are_one_bin()
    {
        var response = MeasurementExamples.Valid();
        foreach (var pass in response.Passes)
        {
            var samples = pass.Result.SamplesNs;
            for (var i = 0; i < samples.Count; i++)
                samples[i] = 800_000;
        }

        Assert.Contains("Samples: 44, 1 bin, each from\n    0.8000 ms  ████████████████████████████████████████     44  quiet, median\n", (await ShowAsync(response)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_pending_measurement_without_passes_is_shown()
    {
        var response = MeasurementExamples.Failed();
        (response.Measurement.Verdict, response.Measurement.StopReason) = (Verdict.Unspecified, StopReason.Unspecified);
        var run = await ShowAsync(response);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Verdict         pending\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_json_has_everything()
    {
        using var json = JsonDocument.Parse((await ShowAsync(MeasurementExamples.Valid(), "--json")).Out);
        var root = json.RootElement;
        Assert.Equal(0.8, root.GetProperty("measurement").GetProperty("summary").GetProperty("latency_ms").GetDouble());
        Assert.Equal(11, root.GetProperty("passes")[4].GetProperty("result").GetProperty("samples_ns").GetArrayLength());
        Assert.Equal("steal", root.GetProperty("passes")[2].GetProperty("result").GetProperty("conditions").GetProperty("flags")[0].GetString());
        Assert.Equal("cell 0 edge 0->1 nor_conv_3x3", root.GetProperty("profile").GetProperty("operators")[1].GetProperty("place").GetProperty("text").GetString());
        var input = root.GetProperty("profile").GetProperty("operators")[0].GetProperty("inputs")[0];
        Assert.Equal(("float", "[1,3,32,32]"), (input.GetProperty("type").GetString(), JsonSerializer.Serialize(input.GetProperty("dims").EnumerateArray().Select(size => int.Parse(size.GetString()!, CultureInfo.InvariantCulture)))));
    }

    private static async Task<CliRun> ShowAsync(GetMeasurementResponse response, params string[] options)
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Measurement = response });
        return await coordinator.RunAsync(["measurements", "show", "12", .. options]);
    }

    private static void AssertApproved(string name, string text)
    {
        var file = RepositoryRoot.PathOf("tests", "Cli.Tests", "Measurements", name + ".approved.txt");
        if (Approval.IsRequested)
            File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }
}
