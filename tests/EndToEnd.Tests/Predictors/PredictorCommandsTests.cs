using System.Globalization;
using System.Text.Json;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>The steps of a user from a table of latencies to predictions.</summary>
public sealed partial class PredictorCommandsTests(ImportedTarget target) : IClassFixture<ImportedTarget>
{
    private const string Architecture = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Target_is_marked_as_imported_and_has_no_measurements()
    {
        Assert.Contains("imported", (await target.RunAsync("measurements", "targets")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("was not measured here", (await target.RunAsync("measurements", "list", "--target", ImportedTarget.Slug)).Expect(0).Errors, StringComparison.Ordinal);

        (await target.RunAsync("measurements", "export", "--target", ImportedTarget.Slug, "--out", target.PathOf("export.csv"))).Expect(0);
        var again = (await target.RunAsync("measurements", "import", target.PathOf("export.csv"), "--target", ImportedTarget.Slug, "--column", "latency_ms")).Expect(0);
        Assert.Contains("unchanged", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictor_predicts_is_downloaded_and_a_second_version_is_promoted()
    {
        var first = await PredictAsync("--arch", Architecture, "--arch", "000100");
        Assert.Equal((ImportedTarget.Slug, 1), (first.GetProperty("target").GetString(), first.GetProperty("version").GetInt32()));
        foreach (var row in first.GetProperty("predictions").EnumerateArray())
            Assert.InRange(row.GetProperty("latency_ms").GetDouble(), row.GetProperty("low_ms").GetDouble(), row.GetProperty("high_ms").GetDouble());

        var shown = (await target.RunAsync("predictors", "show", "1")).Expect(0).Output;
        foreach (var name in new[] { "latbench", "proxy", "layer-wise", "linear", "IN 90 % INTERVAL" })
            Assert.Contains(name, shown, StringComparison.Ordinal);

        var second = (await target.RunAsync("predictors", "train", "--target", ImportedTarget.Slug, "--seed", "2", "--no-promote", "--json")).Expect(0);
        using var trained = JsonDocument.Parse(second.Output);
        Assert.Equal((2, false), (trained.RootElement.GetProperty("version").GetInt32(), trained.RootElement.GetProperty("promoted").GetBoolean()));
        Assert.Equal(1, (await PredictAsync("--arch", "000100")).GetProperty("version").GetInt32());
        (await target.RunAsync("predictors", "promote", trained.RootElement.GetProperty("name").GetString()!)).Expect(0);
        Assert.Equal(2, (await PredictAsync("--arch", "000100")).GetProperty("version").GetInt32());
        (await target.RunAsync("predictors", "promote", "1")).Expect(0);

        (await target.RunAsync("predictors", "download", "1", "--out", target.PathOf("predictor"))).Expect(0);
        Assert.Equal(first.GetProperty("predictions")[0].GetProperty("latency_ms").GetDouble(), Run(target.PathOf("predictor/predictor.onnx"), [3, 3, 4, 1, 3, 1]), 1e-4);
    }

    [Fact]
    public async Task Whole_space_is_written_as_csv()
    {
        var file = target.PathOf("space.csv");

        (await target.RunAsync("predict", "--target", ImportedTarget.Slug, "--all", "--out", file)).Expect(0);
        var fastest = (await target.RunAsync("predict", "--target", ImportedTarget.Slug, "--all", "--fastest", "3", "--csv")).Expect(0);

        var lines = await File.ReadAllLinesAsync(file, Cancel);
        Assert.Equal("arch_str,latency_ms,low_ms,high_ms,predictor,version", lines[0]);
        Assert.Equal(15_284, lines.Length - 1);
        var least = lines.Skip(1).Min(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture));
        var rows = fastest.Output.Trim().Split('\n');
        Assert.Equal(4, rows.Length);
        Assert.Equal(least, double.Parse(rows[1].Split(',')[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task File_of_architectures_is_predicted_or_refused_with_its_lines()
    {
        var file = target.PathOf("architectures.txt");
        await File.WriteAllLinesAsync(file, ["# two", "000100", Architecture], Cancel);
        Assert.Equal(2, (await PredictAsync("--file", file)).GetProperty("predictions").GetArrayLength());

        await File.WriteAllLinesAsync(file, ["000100", "000900", "000000"], Cancel);
        var refused = (await target.RunAsync("predict", "--target", ImportedTarget.Slug, "--file", file)).Expect(1);
        Assert.Contains("line 2: Not a NAS-Bench-201 architecture", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("line 3: architecture 000000 has no network: It has no path from input to output", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_inputs_are_refused_in_a_sentence_and_what_serves_goes_on()
    {
        await ImportAsync("imported/few", "000100,1", "000200,2", "000300,3");
        await ImportAsync("imported/constant", [.. Enumerable.Range(0, 40).Select(i => $"0001{i / 5 % 5}{i % 5}".PadRight(6, '1') + ",2")]);
        var before = await PredictAsync("--arch", Architecture);

        await RefusedAsync(1, "few", "predictors", "train", "--target", "imported/few");
        await RefusedAsync(1, "constant", "predictors", "train", "--target", "imported/constant");
        await RefusedAsync(1, "imported/none", "predictors", "train", "--target", "imported/none");
        await RefusedAsync(1, "predictors train", "predict", "--target", "imported/few", "--arch", "000100");
        await RefusedAsync(1, "imported/none", "predict", "--target", "imported/none", "--arch", "000100");
        await RefusedAsync(1, "cifar10", "predict", "--target", ImportedTarget.Slug, "--arch", "000100", "--dataset", "cifar10");
        await RefusedAsync(1, "predictors", "predictors", "show", "999");
        await RefusedAsync(2, "--all", "predict", "--target", ImportedTarget.Slug, "--all", "--arch", "000100");
        await RefusedAsync(2, "--target", "predict", "--arch", "000100");
        await RefusedAsync(1, "--replace", "measurements", "import", await WriteAsync("000100,7"), "--target", ImportedTarget.Slug, "--column", "ms");

        Assert.Equal(before.GetRawText(), (await PredictAsync("--arch", Architecture)).GetRawText());
    }

    [Fact]
    public async Task Published_table_trains_a_predictor_that_meets_what_it_has_not_seen()
    {
        var lines = ReferenceData.Lines("latbench-desktop-cpu-core-i7-7820x-fp32.csv");
        var file = target.PathOf("published.csv");
        await File.WriteAllLinesAsync(file, lines.Where((_, i) => i % 40 == 0), Cancel);
        (await target.RunAsync("measurements", "import", file, "--target", "imported/i7", "--column", "latency_ms", "--dataset", "cifar10", "--licence", "Apache-2.0")).Expect(0);

        var trained = (await target.RunAsync("predictors", "train", "--target", "imported/i7", "--held-out", "0.4", "--json")).Expect(0);

        using var predictor = JsonDocument.Parse(trained.Output);
        var accuracies = predictor.RootElement.GetProperty("evaluation").GetProperty("accuracies").EnumerateArray().ToDictionary(row => row.GetProperty("trainer").GetString()!);
        Assert.InRange(accuracies["latbench"].GetProperty("within_10").GetDouble(), 75, 100);
        Assert.True(accuracies["latbench"].GetProperty("within_10").GetDouble() > accuracies["proxy"].GetProperty("within_10").GetDouble());
    }

    [Fact]
    public async Task Coordinator_that_predicts_makes_no_connection_to_another_machine()
    {
        await PredictAsync("--arch", Architecture);

        Assert.Equal(0, await target.ConnectionsElsewhereAsync());
    }

    private async Task<JsonElement> PredictAsync(params string[] arguments)
    {
        var result = (await target.RunAsync(["predict", "--target", ImportedTarget.Slug, .. arguments, "--json"])).Expect(0);
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    private async Task RefusedAsync(int exitCode, string word, params string[] arguments)
    {
        var result = (await target.RunAsync(arguments)).Expect(exitCode);
        Assert.Equal("", result.Output);
        Assert.Contains(word, result.Errors, StringComparison.Ordinal);
        // Wrong usage is followed by a line that names the help.
        Assert.Equal(exitCode, result.Errors.Trim().Split('\n').Length);
    }

    private async Task ImportAsync(string slug, params string[] rows) =>
        (await target.RunAsync("measurements", "import", await WriteAsync(rows), "--target", slug, "--column", "ms")).Expect(0);

    private async Task<string> WriteAsync(params string[] rows)
    {
        var file = target.PathOf("rows.csv");
        await File.WriteAllLinesAsync(file, rows.Prepend("code,ms"), Cancel);
        return file;
    }

    private static double Run(string file, long[] operations)
    {
        using var session = new InferenceSession(file);
        using var input = OrtValue.CreateTensorValueFromMemory(operations, [1, 6]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["architecture"], [input], ["latency_ms"]);
        return outputs[0].GetTensorDataAsSpan<double>()[0];
    }
}
