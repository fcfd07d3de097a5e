using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Comparisons;

public sealed class CompareCommandTests : IDisposable
{
    private const string Old = "lab/ort-1.30.0/cpu/t1";
    private const string New = StoredExamples.Target;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Compare_targets_prints_models_mean_and_counts()
    {
        await using var server = await StartAsync(
            StoredExamples.Of(1, 1, "a", target: Old), StoredExamples.Of(2, 2, "b", target: Old), StoredExamples.Of(3, 4, "c", target: Old), StoredExamples.Of(4, 4, "only-old", target: Old),
            StoredExamples.Of(5, 1.1, "a"), StoredExamples.Of(6, 1.8, "b"), StoredExamples.Of(7, 4.004, "c"), StoredExamples.Failed(8, "failed"));

        var run = await server.RunAsync("compare", Old, New);

        Assert.Equal(
            """
            A  lab/ort-1.30.0/cpu/t1
            B  lab/ort-1.31.1/cpu/t1

            RATIO  95 % INTERVAL   VERDICT        A         B         MODEL
            1.100  1.087 to 1.113  slower         1.000 ms  1.100 ms  a
            1.001  0.989 to 1.013  no difference  4.000 ms  4.004 ms  c
            0.900  0.889 to 0.911  faster         2.000 ms  1.800 ms  b

            Geometric mean of B over A: 0.997 (95 %: 0.985 to 1.009) over 3 models.
            B is faster: 1, slower: 1, no difference: 1, cannot tell: 0.
            Not compared: 1 measured in A only, 0 in B only.

            """.ReplaceLineEndings("\n"),
            run.Out);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Compare_campaigns_matches_target_model_and_configuration()
    {
        await using var server = await StartAsync(
            StoredExamples.Of(1, 1, campaign: 1), StoredExamples.Of(2, 2, campaign: 1, batch: 8), StoredExamples.Of(3, 5, campaign: 1, target: Old),
            StoredExamples.Of(4, 1.2, campaign: 2), StoredExamples.Of(5, 3, campaign: 2, batch: 8));

        var document = await JsonAsync(server, "compare", "1", "campaigns/2");

        var rows = document.GetProperty("comparisons").EnumerateArray().ToArray();
        Assert.Equal(["cifar100, batch 8, fp32, pruned", "cifar100, batch 1, fp32, pruned"], rows.Select(row => row.GetProperty("a").GetProperty("model_config").GetString()));
        Assert.All(rows, row => Assert.False(row.GetProperty("paired").GetBoolean()));
        Assert.Equal(1.5, rows[0].GetProperty("ratio").GetProperty("value").GetDouble(), 0.001);
        Assert.Equal((1, 0), (document.GetProperty("counts").GetProperty("only_a").GetInt32(), document.GetProperty("counts").GetProperty("only_b").GetInt32()));
    }

    [Fact]
    public async Task Compare_campaigns_between_which_the_machine_changed_cannot_tell()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, campaign: 1), StoredExamples.Of(2, 1.08, campaign: 2, canary: 1.08));

        var run = await server.RunAsync("compare", "campaigns/1", "campaigns/2");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("cannot tell", run.Out, StringComparison.Ordinal);
        Assert.Contains("Cannot tell: The machine itself was 8.0 % slower in the second run", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_precisions_and_models_within_a_campaign_are_paired()
    {
        await using var server = await StartAsync(
            StoredExamples.Of(1, 1, "a", campaign: 3), StoredExamples.Of(2, 0.4, "a", campaign: 3, precision: Precision.Int8), StoredExamples.Of(3, 2, "b", campaign: 3),
            StoredExamples.Of(4, 9, "a", campaign: 4, precision: Precision.Int8));

        var precisions = (await JsonAsync(server, "compare", "fp32", "int8", "--campaign", "3")).GetProperty("comparisons").EnumerateArray().Single();
        var models = (await JsonAsync(server, "compare", "a", "b", "--campaign", "campaigns/3")).GetProperty("comparisons").EnumerateArray().Single();

        Assert.Equal((0.4, true, "faster"), (Math.Round(precisions.GetProperty("ratio").GetProperty("value").GetDouble(), 3), precisions.GetProperty("paired").GetBoolean(), precisions.GetProperty("verdict").GetString()));
        Assert.Equal((2, true, "slower"), (Math.Round(models.GetProperty("ratio").GetProperty("value").GetDouble(), 3), models.GetProperty("paired").GetBoolean(), models.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Compare_model_is_found_by_any_text_of_its_architecture_and_by_its_hash()
    {
        var (first, second) = (Nas201.Parse("333133").Text, Nas201.Parse("300000").Text);
        await using var server = await StartAsync(StoredExamples.Of(1, 1, first), StoredExamples.Of(2, 2, second));

        var run = await server.RunAsync("compare", "333133", new string('c', 12), "--campaign", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{first}, {second}", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_two_measurements_shows_operators()
    {
        await using var server = await StartAsync(
            StoredExamples.Of(1, 1).With(("stem", "Conv", 100_000), ("head", "Gemm", 20_000)),
            StoredExamples.Of(2, 1.3, campaign: 2).With(("stem", "Conv", 130_000), ("logits", "MatMul", 26_000)));

        var run = await server.RunAsync("compare", "measurements/1", "measurements/2");
        var document = await JsonAsync(server, "compare", "measurements/1", "measurements/2");

        Assert.Contains(
            """
            DIFFERENCE  A         B         TYPE    OPERATOR
            +30.0 us    100.0 us  130.0 us  Conv    stem
            +26.0 us    -         26.0 us   MatMul  all that only one of them has
            -20.0 us    20.0 us   -         Gemm    all that only one of them has
            """.ReplaceLineEndings("\n"),
            run.Out,
            StringComparison.Ordinal);
        Assert.Equal(3, document.GetProperty("comparisons")[0].GetProperty("operators").GetArrayLength());
    }

    [Fact]
    public async Task Compare_of_measurements_of_different_batches_cannot_tell()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1), StoredExamples.Of(2, 8, batch: 8));

        var run = await server.RunAsync("compare", "measurements/1", "measurements/2");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Cannot tell: The model configurations are different (cifar100, batch 1, fp32, pruned; cifar100, batch 8, fp32, pruned)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_limit_shows_the_slowest_and_compares_all()
    {
        await using var server = await StartAsync([.. Enumerable.Range(1, 5).SelectMany(model => new[] { StoredExamples.Of(model, 1, $"m{model}", campaign: 1), StoredExamples.Of(10 + model, 1 + (0.1 * model), $"m{model}", campaign: 2) })]);

        var run = await server.RunAsync("compare", "1", "2", "--limit", "2");
        var document = await JsonAsync(server, "compare", "1", "2", "--limit", "2");

        Assert.Contains("m5\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("m3\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("3 more: --limit 5 shows all.", run.Out, StringComparison.Ordinal);
        Assert.Contains("slower: 5,", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, document.GetProperty("comparisons").GetArrayLength());
    }

    [Fact]
    public async Task Compare_space_leaves_others_out()
    {
        await using var server = await StartAsync(
            StoredExamples.Of(1, 1, "a", campaign: 1), StoredExamples.Of(2, 1, "b", campaign: 1, space: "darts"), StoredExamples.Of(3, 1, "a", campaign: 2), StoredExamples.Of(4, 1, "b", campaign: 2, space: "darts"));

        var document = await JsonAsync(server, "compare", "1", "2", "--space", "darts");

        Assert.Equal("b", document.GetProperty("comparisons").EnumerateArray().Single().GetProperty("a").GetProperty("model").GetString());
    }

    [Fact]
    public async Task Compare_tolerance_and_equivalence_decide()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, campaign: 1), StoredExamples.Of(2, 1.05, campaign: 2));

        Assert.Contains("slower: 1,", (await server.RunAsync("compare", "1", "2")).Out, StringComparison.Ordinal);
        Assert.Contains("cannot tell: 1.", (await server.RunAsync("compare", "1", "2", "--tolerance", "10%")).Out, StringComparison.Ordinal);
        Assert.Contains("no difference: 1,", (await server.RunAsync("compare", "1", "2", "--tolerance", "0.1", "--equivalence", "10%")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaigns/1", "measurements/2", "'campaigns/1' is a campaign and 'measurements/2' is a measurement: compare two of a kind.")]
    [InlineData("campaigns/1", "1", "'campaigns/1' and '1' are the same campaign: name two different ones.")]
    [InlineData("fp32", "int8", "'fp32' and 'int8' are precisions: name the campaign that measured both with --campaign.")]
    [InlineData("resnet", "2", "'resnet' cannot be compared: name a target slug, campaigns/…, measurements/…, the version or directory of a snapshot, or with --campaign a model or a precision.")]
    [InlineData("/nowhere/at-all", "2", "'/nowhere/at-all' is not the directory of a snapshot: it has no manifest.json.")]
    [InlineData("measurements/1", "measurements/2", "--campaign goes with two targets, models or precisions, and 'measurements/1' is a measurement: leave --campaign away.", "--campaign", "3")]
    [InlineData("1", "2", "--custom-operators is for measuring now, and these were measured before: add --measure, or leave it away.", "--custom-operators", "l.so")]
    [InlineData("1", "2", "--target is for measuring now, and these were measured before: add --measure, or leave it away.", "--target", "lab")]
    [InlineData("1", "2", "'a b' is not the name of a campaign: write campaigns/… or only its last part.", "--campaign", "a b")]
    [InlineData("1", "2", "--tolerance takes a number from 0 to below 1 such as 0.03, or a percentage such as 3%, not '-1'.", "--tolerance", "-1")]
    [InlineData("1", "2", "--equivalence takes a number from 0 to below 1 such as 0.03, or a percentage such as 3%, not '200%'.", "--equivalence", "200%")]
    public async Task Compare_of_what_cannot_be_compared_is_wrong_usage(string first, string second, string message, params string[] options)
    {
        var run = await CliRun.InvokeAsync(["compare", first, second, .. options]);

        Assert.Equal((2, message), (run.ExitCode, run.Error.Split('\n')[0]));
        Assert.Equal("", run.Out);
    }

    [Theory]
    [InlineData("campaigns/1", "campaigns/2", "campaigns/1 and campaigns/2 have no model in common that was measured in the same configuration on the same target")]
    [InlineData("campaigns/1", "campaigns/9", "Nothing measured belongs to campaigns/9: see `latbench measurements list`.")]
    [InlineData("campaigns/9", "campaigns/1", "Nothing measured belongs to campaigns/9: see `latbench measurements list`.")]
    public async Task Compare_without_a_common_model_fails(string first, string second, string message)
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, "a", campaign: 1), StoredExamples.Of(2, 1, "b", campaign: 2));

        var run = await server.RunAsync("compare", first, second);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_a_measurement_that_there_is_not_fails()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1));

        var run = await server.RunAsync("compare", "measurements/1", "measurements/99");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no measurements/99", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_snapshots_takes_the_published_intervals()
    {
        var (before, after) = (RepositoryRoot.PathOf("datasets", "latbench-1.0.0"), RepositoryRoot.PathOf("datasets", "latbench-2.0.0"));

        var run = await CliRun.InvokeAsync("compare", before, after, "--limit", "3");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        // A model counts once, however many architectures share it.
        Assert.Contains("9441 more: --limit 9444 shows all.", run.Out, StringComparison.Ordinal);
        Assert.Contains("B is faster: 6867, slower: 0, no difference: 0, cannot tell: 2577.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_a_snapshot_with_itself_elsewhere_finds_no_difference()
    {
        var directory = RepositoryRoot.PathOf("datasets", "latbench-3.0.0");
        Directory.CreateDirectory(_directory.File("copy"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(directory, "data", "latency"), "*", SearchOption.AllDirectories).Append(Path.Combine(directory, "manifest.json")))
        {
            var copy = _directory.File(Path.Combine("copy", Path.GetRelativePath(directory, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var darts = await CliRun.InvokeAsync("compare", directory, _directory.File("copy"), "--space", "darts", "--limit", "1");

        Assert.Equal(0, darts.ExitCode);
        Assert.Contains("B is faster: 0, slower: 0, no difference: 650, cannot tell: 0.", darts.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_a_snapshot_whose_files_are_elsewhere_says_how_to_fetch_them()
    {
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers { Snapshot = new Snapshot { Name = "snapshots/1.0.0", Version = "1.0.0", Path = _directory.File("none") } });

        var run = await server.RunAsync("compare", "1.0.0", "2.0.0");

        Assert.Equal((1, "The files of snapshot 1.0.0 are not on this machine: fetch them with `latbench snapshots download 1.0.0 --out latbench-1.0.0` and name that directory.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Compare_of_a_snapshot_without_its_table_fails()
    {
        _directory.Write("one/manifest.json", "{}");
        _directory.Write("two/manifest.json", "{}");

        var run = await CliRun.InvokeAsync("compare", _directory.File("one"), _directory.File("two"));

        Assert.Equal((1, "one has no table of latencies: name the directory of a LatBench snapshot.\n"), (run.ExitCode, run.Error));
    }

    private static Task<CoordinatorDouble> StartAsync(params GetMeasurementResponse[] stored) => CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers { Stored = [.. stored] });

    private static async Task<JsonElement> JsonAsync(CoordinatorDouble server, params string[] args)
    {
        var run = await server.RunAsync([.. args, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        return document.RootElement.Clone();
    }
}
