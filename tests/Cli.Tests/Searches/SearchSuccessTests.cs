using System.Text.Json;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Searches;

/// <summary>The requests and the output of the commands where every call succeeds.</summary>
public sealed class SearchSuccessTests
{
    private const string Best = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|";

    [Fact]
    public async Task Run_without_a_table_starts_a_search_and_prints_what_to_train()
    {
        var answers = Answers(suggest: ["000300", "333333", "000100"]);
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("search", "run", "--limit", "lab=2.5", "--budget", "50", "--seed", "9", "--confident", "--strategy", "brp-nas", "--alpha", "0.25", "--transfer", "--prior", "macs");

        Assert.Equal((0, "Train them, then: `latbench search report searches/1 --arch ARCHITECTURE --result PERCENT`; 1 training of the budget left.\n"), (run.ExitCode, run.Error));
        Assert.Equal(
            $"""
            NUMBER  CODE    INDEX  PREDICTED  ACCURACY  ARCHITECTURE
            1       000300  7      1.250 ms   -         {Best}
            2       333333  7      1.250 ms   -         {Nas201.Parse("333333")}

            """.ReplaceLineEndings("\n"),
            run.Out);
        var created = Assert.IsType<CreateSearchRequest>(answers.SearchCalls[0]);
        Assert.NotEmpty(created.RequestId);
        Assert.Equal(("brp-nas", 50, 9UL, true, true, SearchPrior.Macs), (created.Search.Strategy, created.Search.Budget, created.Search.Seed, created.Search.Confident, created.Search.Transfer, created.Search.Prior));
        Assert.Equal(("lab", 2.5, 0.25), (created.Search.Limits[0].Target, created.Search.Limits[0].MaxLatencyMs, created.Search.StrategyOptions.Alpha));
    }

    [Theory]
    [InlineData("lab=800us", 0.8)]
    [InlineData("lab=0.002 s", 2)]
    [InlineData("lab=2.5ms", 2.5)]
    public async Task Run_takes_a_limit_in_the_unit_behind_its_number(string limit, double milliseconds)
    {
        var answers = Answers(suggest: ["000300"]);
        await using var server = await CoordinatorDouble.StartAsync(answers);

        Assert.Equal(0, (await server.RunAsync("search", "run", "--limit", limit)).ExitCode);

        Assert.Equal(milliseconds, Assert.IsType<CreateSearchRequest>(answers.SearchCalls[0]).Search.Limits[0].MaxLatencyMs, 1e-12);
    }

    [Theory]
    [InlineData("0.735", true)]
    [InlineData("73.5", false)]
    public async Task Report_of_fractions_is_told_that_it_takes_percentages(string result, bool told)
    {
        await using var server = await CoordinatorDouble.StartAsync(Answers(suggest: []));

        var run = await server.RunAsync("search", "report", "1", "--arch", "333133", "--result", result, "--arch", "000100", "--result", "failed");

        Assert.Equal((0, told), (run.ExitCode, run.Error.Contains("--result takes percentages", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_with_a_table_answers_to_the_end_and_verifies()
    {
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("t.csv"), "arch_str,top1\n000300,61.5\n333333,73.5\n000100,52\n", TestContext.Current.CancellationToken);
        var answers = Answers(suggest: ["000300", "333333", "000200"]);
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("search", "run", "--accuracy", folder.File("t.csv"), "--column", "top1", "--limit", "lab=2.5", "--verify");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("12 of 50 suggested, 11 reported, 1 failed, best 73.5 %", run.Error, StringComparison.Ordinal);
        var reports = answers.SearchCalls.OfType<ReportAccuraciesRequest>().SelectMany(request => request.Reports).ToArray();
        Assert.Equal([61.5, 73.5], reports.Where(report => !report.Failed).Select(report => report.Accuracy));
        Assert.True(reports[2].Failed); // not in the table
        Assert.Equal(3, Assert.IsType<CreateSearchRequest>(answers.SearchCalls[0]).Search.Candidates.Count);
        Assert.Equal("searches/1", Assert.Single(answers.SearchCalls.OfType<ProveWinnersRequest>()).Name);
        Assert.Contains("1.100 ms (1.000 ms to 1.400 ms)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_with_a_model_of_accuracies_answers_for_every_architecture_of_the_space()
    {
        using var folder = new TempDirectory();
        SurrogateFile.Write(folder.File("m.onnx"), NetworkFeatures.EncodersOf(Nas201.SearchSpace).Features.Width, 0.625f, 0);
        var answers = Answers(suggest: ["000300", "333333", "000100"]);
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("search", "run", "--space", "nas-bench-201", "--accuracy-model", folder.File("m.onnx"), "--limit", "lab=2.5");

        Assert.Equal(0, run.ExitCode);
        var reports = answers.SearchCalls.OfType<ReportAccuraciesRequest>().SelectMany(request => request.Reports).ToArray();
        Assert.Equal([62.5, 62.5, 62.5], reports.Select(report => report.Accuracy));
        var search = Assert.IsType<CreateSearchRequest>(answers.SearchCalls[0]).Search;
        Assert.Equal(("nas-bench-201", 0), (search.SearchSpace, search.Candidates.Count));
    }

    [Fact]
    public async Task Suggest_after_the_end_says_so_and_with_json_prints_the_message()
    {
        await using var server = await CoordinatorDouble.StartAsync(Answers(suggest: ["000300"]));

        var json = await server.RunAsync("search", "suggest", "1", "--count", "5", "--json");
        using var document = JsonDocument.Parse(json.Out);
        Assert.Equal("000300", document.RootElement.GetProperty("suggestions")[0].GetProperty("code").GetString());

        var spent = await server.RunAsync("search", "suggest", "1");
        Assert.Equal((0, "", "The budget of searches/1 is spent: see `latbench search show searches/1`.\n"), (spent.ExitCode, spent.Out, spent.Error));
    }

    [Fact]
    public async Task Report_sends_accuracies_and_failures_and_writes_the_report()
    {
        using var folder = new TempDirectory();
        var answers = Answers();
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("search", "report", "1", "--arch", "333133", "--result", "73.5", "--arch", "000100", "--result", "failed", "--out", folder.File("report"));

        var path = Path.Combine(folder.File("report"), "report.md");
        Assert.Equal((0, $"12 of 50 suggested, 11 reported, 1 failed\n{path}\n", ""), (run.ExitCode, run.Out, run.Error));
        var reports = Assert.IsType<ReportAccuraciesRequest>(answers.SearchCalls[0]).Reports;
        Assert.Equal(("333133", 73.5, "000100", true), (reports[0].Architecture, reports[0].Accuracy, reports[1].Architecture, reports[1].Failed));
        Assert.Equal("# A search", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Show_list_and_cancel_print_where_a_search_stands()
    {
        await using var server = await CoordinatorDouble.StartAsync(Answers());

        var show = await server.RunAsync("search", "show", "1", "--suggestions");
        Assert.Equal(0, show.ExitCode);
        foreach (var text in new[] { "searches/1", "brp-nas", "2.500 ms on lab", "12 of 50 suggested, 11 reported, 1 failed", "73.5 %", "1 of 2", "confirmed", "1.200 ms", Best })
            Assert.Contains(text, show.Out, StringComparison.Ordinal);

        var list = await server.RunAsync("search", "list");
        Assert.Equal(0, list.ExitCode);
        Assert.Matches("searches/1 +succeeded +brp-nas +12/50 +11 +73.5 % +1/2 ", list.Out);

        var cancel = await server.RunAsync("search", "cancel", "1");
        Assert.Equal((0, "searches/1 is cancelled: 12 of 50 suggested, 11 reported, 1 failed.\n"), (cancel.ExitCode, cancel.Out));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("prove")]
    public async Task Verify_also_under_its_former_name_sends_its_protocol_and_follows_to_the_end(string name)
    {
        var answers = Answers();
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var run = await server.RunAsync("search", name, "1", "--target", "lab", "--passes", "3..9", "--min-spread", "5");

        Assert.Equal((0, "1 of 2 winners confirmed\n"), (run.ExitCode, run.Error));
        var request = Assert.IsType<ProveWinnersRequest>(answers.SearchCalls[0]);
        Assert.Equal(("lab", 3, 9, 5), (Assert.Single(request.Targets), request.Protocol.MinPasses, request.Protocol.MaxPasses, request.Protocol.MinSpread.Seconds));
    }

    [Fact]
    public async Task Verification_is_told_in_the_words_of_the_command()
    {
        var answers = Answers();
        answers.Search!.State = SearchState.Proving;
        answers.Search.Ranking[0].State = WinnerState.Refuted;
        await using var server = await CoordinatorDouble.StartAsync(answers);

        var (show, list, help) = (await server.RunAsync("search", "show", "1"), await server.RunAsync("search", "list"), await CliRun.InvokeAsync("search", "--help"));

        Assert.Matches("State +verifying\n", show.Out);
        Assert.Contains("  rejected  ", show.Out, StringComparison.Ordinal);
        Assert.Matches("searches/1 +verifying ", list.Out);
        Assert.DoesNotContain("prov", show.Out + list.Out + help.Out, StringComparison.OrdinalIgnoreCase);
    }

    private static CoordinatorDouble.Answers Answers(params string[] suggest) => new()
    {
        ToSuggest = new Queue<string>(suggest),
        Search = new Search
        {
            Name = "searches/1",
            Strategy = "brp-nas",
            State = SearchState.Succeeded,
            Budget = 50,
            Winners = 2,
            Limits = { new SearchLimit { Target = "lab", MaxLatencyMs = 2.5 } },
            Progress = new SearchProgress { Candidates = 900, Suggested = 12, Reported = 11, Failed = 1, BestAccuracy = 73.5, Confirmed = 1 },
            Ranking =
            {
                new SearchWinner
                {
                    Architecture = Best,
                    Code = "000300",
                    Accuracy = 73.5,
                    State = WinnerState.Confirmed,
                    Latencies = { new WinnerLatency { Target = "lab", Predicted = new PredictedLatency { LatencyMs = 1.1, LowMs = 1, HighMs = 1.4 }, LimitMs = 2.5, MeasuredMs = 1.2 } },
                },
            },
        },
    };
}
