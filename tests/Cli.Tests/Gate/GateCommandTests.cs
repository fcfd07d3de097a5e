using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LatBench.Cli.Tests.Comparisons;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Gate;

public sealed class GateCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Baseline => _directory.File("baseline.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Gate_writes_a_baseline_that_the_same_build_passes()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, "a"), StoredExamples.Of(2, 2, "b", campaign: 1), StoredExamples.Failed(3, "c"), StoredExamples.Of(4, 1, "a", campaign: 2), StoredExamples.Of(5, 2, "b", campaign: 2));

        var written = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline");
        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "2");

        Assert.Equal((0, $"{Baseline}: baseline of 2 models on lab/ort-1.31.1/cpu/t1\n"), (written.ExitCode, written.Out));
        Assert.Equal("Not in the baseline: c (cifar100, batch 1, fp32, pruned). It was not measured (failed: The model did not finish within its limit).\n", written.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("The gate passed: none of 2 models is slower by more than 3.0 %.\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("passed   1.000  0.988 to 1.012  1.000 ms  1.000 ms  changed  cifar100, batch 1, fp32, pruned  a", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_of_a_slower_build_fails_with_reports()
    {
        await using var server = await StartAsync(
            StoredExamples.Of(1, 1, "a|b"), StoredExamples.Of(2, 2, "same"), StoredExamples.Of(3, 2, "gone"),
            StoredExamples.Of(4, 1.06, "a|b", campaign: 2), StoredExamples.Of(5, 2, "same", campaign: 2), StoredExamples.Of(6, 2, "new", campaign: 2));
        await WriteBaselineAsync(server);
        var (report, junit) = (_directory.File("gate.md"), _directory.File("gate.xml"));

        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "2", "--report", report, "--junit", junit);

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("The gate failed: 1 of 3 models is slower by more than 3.0 %.\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("a|b (cifar100, batch 1, fp32, pruned): It takes 6.0 % longer than the baseline, 4.9 % at least; 3.0 % are allowed.", run.Out, StringComparison.Ordinal);
        var markdown = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        Assert.StartsWith("## LatBench gate: failed\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| **slower** | 1.060 |", markdown, StringComparison.Ordinal);
        Assert.Contains(@"| a\|b (cifar100", markdown, StringComparison.Ordinal);
        var suite = XDocument.Load(junit).Root!.Element("testsuite")!;
        Assert.Equal(("4", "1", "2"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("skipped")!));
        Assert.Equal("a|b (cifar100, batch 1, fp32, pruned)", (string)suite.Elements("testcase").Single(test => test.Element("failure") is not null).Attribute("name")!);
    }

    [Fact]
    public async Task Gate_json_is_a_document_with_every_model()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1), StoredExamples.Of(2, 1.1, campaign: 2));
        await WriteBaselineAsync(server);

        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "2", "--allow", "0.2", "--json");

        using var document = JsonDocument.Parse(run.Out);
        var model = document.RootElement.GetProperty("models")[0];
        Assert.Equal((0, "passed", 0.2, "passed"), (run.ExitCode, document.RootElement.GetProperty("result").GetString(), document.RootElement.GetProperty("allow").GetDouble(), model.GetProperty("outcome").GetString()));
        Assert.Equal(1.1, model.GetProperty("ratio").GetProperty("value").GetDouble(), 0.001);
    }

    [Fact]
    public async Task Gate_on_another_machine_cannot_judge_and_fails_only_when_strict()
    {
        await using (var server = await StartAsync(StoredExamples.Of(1, 1)))
            await WriteBaselineAsync(server);
        await using var other = await CoordinatorDouble.StartAsync(Answers(StoredExamples.Device(cpu: "Another processor"), StoredExamples.Of(2, 3, campaign: 2)));

        var run = await other.RunAsync("gate", "--baseline", Baseline, "--campaign", "2");
        var strict = await other.RunAsync("gate", "--baseline", Baseline, "--campaign", "2", "--strict");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("This machine is another one than that of the baseline, so nothing was judged: processor Another processor instead of A processor.", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("The gate passed, but 1 of 1 model could not be judged; --strict fails then.\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(1, strict.ExitCode);
        Assert.EndsWith("The gate failed, because it is strict: 1 of 1 model could not be judged.\n", strict.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_slowdown_of_the_machine_itself_passes_with_a_note()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1), StoredExamples.Of(2, 1.08, campaign: 2, canary: 1.08));
        await WriteBaselineAsync(server);

        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "2");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The machine itself is 8.0 % slower than at the baseline, as its canary shows", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_of_a_campaign_with_several_targets_needs_one_named()
    {
        const string Other = "lab/ort-1.31.1/cpu/t2";
        var device = StoredExamples.Device();
        await using var server = await CoordinatorDouble.StartAsync(Answers(device, StoredExamples.Of(1, 1), StoredExamples.Of(2, 2, target: Other)));

        var without = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline");
        var wrong = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline", "--target", "x");
        var gone = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline", "--target", Other);
        var named = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline", "--target", StoredExamples.Target);

        Assert.Equal((2, $"campaigns/1 has 2 targets, {StoredExamples.Target}, {Other}: name one with --target.\n"), (without.ExitCode, without.Error));
        Assert.Equal((2, $"campaigns/1 has nothing on the target 'x': it has {StoredExamples.Target}, {Other}.\n"), (wrong.ExitCode, wrong.Error));
        Assert.Equal((1, $"The device of {Other} does not offer this target any more, so its machine is not known: measure again.\n"), (gone.ExitCode, gone.Error));
        Assert.Equal(0, named.ExitCode);
    }

    [Fact]
    public async Task Gate_of_a_campaign_without_results_fails()
    {
        var answers = Answers(StoredExamples.Device(), StoredExamples.Failed(1, "a", campaign: 1));
        answers.Campaigns.Add(new Campaign { Name = "campaigns/5", State = CampaignState.Running });
        answers.Campaigns.Add(new Campaign { Name = "campaigns/6", State = CampaignState.Succeeded });
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var running = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "5", "--write-baseline");
        var empty = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "6", "--write-baseline");
        var failed = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline");

        Assert.Equal((1, "campaigns/5 still goes on: wait for it with `latbench campaigns watch 5`.\n"), (running.ExitCode, running.Error));
        Assert.Equal((1, "campaigns/6 has measured nothing yet.\n"), (empty.ExitCode, empty.Error));
        Assert.Equal((1, $"campaigns/1 has no measured model on {StoredExamples.Target}: see why with `latbench measurements list --campaign campaigns/1`.\n"), (failed.ExitCode, failed.Error));
        Assert.False(File.Exists(Baseline));
    }

    [Theory]
    [InlineData("gate --campaign 1", "Option '--baseline' is required.")]
    [InlineData("gate --baseline b.json", "Name either ONNX files to measure, or with --campaign a campaign to judge.")]
    [InlineData("gate --baseline b.json --campaign 1 --batch 2 --target x", "--batch belongs to measuring files, and --campaign judges what was measured: leave one of them away.")]
    [InlineData("gate --baseline b.json --campaign 1 --custom-operators l.so", "--custom-operators belongs to measuring files, and --campaign judges what was measured: leave one of them away.")]
    [InlineData("gate --baseline b.json --campaign a/b", "'a/b' is not the name of a campaign: write campaigns/… or only its last part.")]
    [InlineData("gate --baseline b.json --campaign 1 --allow 5", "--allow takes a number from 0 to below 1 such as 0.03, or a percentage such as 3%, not '5'.")]
    [InlineData("gate --baseline b.json --campaign 1 --write-baseline --strict", "--strict belongs to judging, and --write-baseline judges nothing: leave one of them away.")]
    [InlineData("gate --baseline b.json --campaign 1 --write-baseline --report r.md", "--report belongs to judging, and --write-baseline judges nothing: leave one of them away.")]
    public async Task Gate_with_wrong_options_is_wrong_usage(string line, string message)
    {
        var run = await CliRun.InvokeAsync(line.Split(' '));

        Assert.Equal((2, message), (run.ExitCode, run.Error.Split('\n')[0]));
    }

    [Theory]
    [InlineData(null, "There is no baseline at FILE: write one from a build that is known to be good, with --write-baseline.")]
    [InlineData("", "FILE is not a baseline (it is not whole JSON): write it anew with --write-baseline.")]
    [InlineData("{\"format\": \"latbench-baseline/1\", \"models\": [", "FILE is not a baseline (it is not whole JSON): write it anew with --write-baseline.")]
    [InlineData("[]", "FILE is not a baseline (it does not say its format): write it anew with --write-baseline.")]
    [InlineData("{\"format\": \"latbench-baseline/2\"}", "FILE has the format 'latbench-baseline/2', and this version of LatBench reads latbench-baseline/1: write the baseline anew with --write-baseline.")]
    public async Task Gate_without_a_baseline_that_can_be_read_asks_no_coordinator(string? content, string message)
    {
        if (content is not null)
            await File.WriteAllTextAsync(Baseline, content, TestContext.Current.CancellationToken);

        var run = await CliRun.InvokeAsync("gate", "--baseline", Baseline, "--campaign", "1");

        Assert.Equal((1, message.Replace("FILE", Baseline, StringComparison.Ordinal) + "\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("machine", null)]
    [InlineData("models", "[]")]
    [InlineData("models", "{}")]
    [InlineData("models[0].passes", "[]")]
    [InlineData("models[0].passes[0].samples_ns", "[]")]
    [InlineData("models[0].passes[0].samples_ns", "[1, -1]")]
    [InlineData("models[0].passes[0].samples_ns", "[1.5]")]
    [InlineData("models[0].passes[0].samples_ns", "null")]
    [InlineData("models[0].passes[0].clock_ns", "0")]
    [InlineData("models[0].passes[0].started_at", "\"yesterday\"")]
    [InlineData("models[1].name", "\"a\"")]
    public async Task Gate_damaged_baseline_is_refused(string path, string? value)
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, "a"), StoredExamples.Of(2, 1, "b"));
        await WriteBaselineAsync(server);
        var root = JsonNode.Parse(await File.ReadAllTextAsync(Baseline, TestContext.Current.CancellationToken))!;
        Set(root, path, value);
        await File.WriteAllTextAsync(Baseline, root.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"{Baseline} is not a baseline (", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("): write it anew with --write-baseline.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_baseline_has_a_pass_a_line_and_names_as_they_are()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, "é+<a>", passes: 7));
        await WriteBaselineAsync(server);

        var lines = await File.ReadAllLinesAsync(Baseline, TestContext.Current.CancellationToken);

        Assert.Equal("  \"format\": \"latbench-baseline/1\",", lines[1]);
        Assert.Contains("      \"name\": \"é+<a>\",", lines);
        Assert.Equal(7, lines.Count(line => line.StartsWith("        {\"started_at\":\"2031-02-03T04:05:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gate_reason_that_models_share_is_said_once()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1, "a"), StoredExamples.Of(2, 1, "b"), StoredExamples.Of(3, 1, "c"), StoredExamples.Of(4, 1, "a", campaign: 2));
        await WriteBaselineAsync(server);

        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "2");

        Assert.Contains("\n2 models missing: It is in the baseline and was not measured: measure it, or write a new baseline.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_report_that_cannot_be_written_fails_in_a_sentence()
    {
        await using var server = await StartAsync(StoredExamples.Of(1, 1));
        await WriteBaselineAsync(server);

        var run = await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--report", _directory.File("none/gate.md"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("gate.md cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Contains("or name another file with --report.", run.Error, StringComparison.Ordinal);
    }

    private static CoordinatorDouble.Answers Answers(Device device, params GetMeasurementResponse[] stored) => new()
    {
        Devices = [device],
        Campaigns = [new Campaign { Name = "campaigns/1", State = CampaignState.Succeeded }, new Campaign { Name = "campaigns/2", State = CampaignState.Succeeded }],
        Stored = [.. stored],
    };

    private static Task<CoordinatorDouble> StartAsync(params GetMeasurementResponse[] stored) => CoordinatorDouble.StartAsync(Answers(StoredExamples.Device(), stored));

    private async Task WriteBaselineAsync(CoordinatorDouble server) =>
        Assert.Equal(0, (await server.RunAsync("gate", "--baseline", Baseline, "--campaign", "1", "--write-baseline")).ExitCode);

    private static void Set(JsonNode root, string path, string? value)
    {
        var parts = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        var node = parts[..^1].Aggregate(root, (node, part) => int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index) ? node[index]! : node[part]!);
        if (value is null)
            node.AsObject().Remove(parts[^1]);
        else
            node[parts[^1]] = JsonNode.Parse(value);
    }
}
