using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.TestKit;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Searches;

public sealed class SearchServiceTests : IAsyncLifetime
{
    private readonly RunningCoordinator _coordinator = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SearchService.SearchServiceClient Searches => new(_coordinator.AsAdmin());

    public ValueTask InitializeAsync() => _coordinator.InitializeAsync();

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Fact]
    public async Task Search_is_asked_and_told_in_any_order_partially_and_repeatedly()
    {
        var name = await CreateAsync(new V1.Search { Budget = 8, Seed = 4 });
        var first = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, RequestId = "a" }, cancellationToken: Cancel);
        var again = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, RequestId = "a" }, cancellationToken: Cancel);
        Assert.Equal((5, 3), (first.Suggestions.Count, first.BudgetLeft));
        Assert.Equal(first.Suggestions, again.Suggestions);
        Assert.All(first.Suggestions, suggestion => Assert.Equal(suggestion.Code, Nas201.Parse(suggestion.Architecture).Code()));

        await ReportAsync(name, Told(first, 3, 60), Failed(first, 1));
        var told = await ReportAsync(name, Told(first, 3, 60), Told(first, 0, 70));
        Assert.Equal((2, 1, 70), (told.Progress.Reported, told.Progress.Failed, told.Progress.BestAccuracy));

        var rest = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 100 }, cancellationToken: Cancel);
        Assert.Equal((3, 0), (rest.Suggestions.Count, rest.BudgetLeft));
        Assert.Empty((await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name }, cancellationToken: Cancel)).Suggestions);

        var search = (await Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
        Assert.Equal(8, search.Suggestions.Count);
        Assert.Equal([70, 60], search.Ranking.Select(winner => winner.Accuracy));
        Assert.True(search.Suggestions[1].Failed);
        var listed = (await Searches.ListSearchesAsync(new ListSearchesRequest(), cancellationToken: Cancel)).Searches;
        Assert.Equal(name, Assert.Single(listed).Name);
        Assert.Empty(listed[0].Suggestions);
    }

    [Fact]
    public async Task CreateSearch_reads_a_message_as_large_as_all_cells_of_NAS_Bench_101()
    {
        const int Size = 50_000_000; // 423,624 cells of up to 106 characters
        var call = Searches.CreateSearchAsync(new CreateSearchRequest { RequestId = new string('x', Size), Search = new V1.Search { Budget = 5 } }, cancellationToken: Cancel);

        await RpcAssert.FailsOnAsync(call, "request_id");
    }

    [Fact]
    public async Task Same_seed_and_reports_give_the_same_suggestions()
    {
        Assert.Equal(await RunAsync(), await RunAsync());

        async Task<List<string>> RunAsync()
        {
            var name = await CreateAsync(new V1.Search { Budget = 20, Seed = 9 });
            for (var round = 0; round < 4; round++)
            {
                var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 5 }, cancellationToken: Cancel);
                await ReportAsync(name, [.. suggested.Suggestions.Select((suggestion, i) => new AccuracyReport { Architecture = suggestion.Code, Accuracy = 50 + suggestion.Code.Count(digit => digit == '3') + (i * 0.01) })]);
            }

            var search = (await Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
            return [.. search.Suggestions.Select(suggestion => suggestion.Code)];
        }
    }

    [Fact]
    public async Task Bad_reports_are_refused_whole_and_the_search_stays_intact()
    {
        var name = await CreateAsync(new V1.Search());
        var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 3 }, cancellationToken: Cancel);
        var stranger = suggested.Suggestions.Any(suggestion => suggestion.Code == "333333") ? "333332" : "333333";

        await RefusedAsync(StatusCode.InvalidArgument, "0 to 100", Told(suggested, 0, 60), Told(suggested, 1, 100.5));
        await RefusedAsync(StatusCode.InvalidArgument, "0 to 100", Told(suggested, 0, double.NaN));
        await RefusedAsync(StatusCode.InvalidArgument, "never suggested", Told(suggested, 0, 60), new AccuracyReport { Architecture = stranger, Accuracy = 50 });
        await RefusedAsync(StatusCode.InvalidArgument, "position", new AccuracyReport { Architecture = "33x", Accuracy = 50 });
        await RefusedAsync(StatusCode.InvalidArgument, "neither", new AccuracyReport { Architecture = suggested.Suggestions[0].Code });
        await RefusedAsync(StatusCode.InvalidArgument, "1 to 10000");
        await RefusedAsync(StatusCode.AlreadyExists, "twice", Told(suggested, 0, 60), Told(suggested, 0, 61));
        await ReportAsync(name, Told(suggested, 2, 60));
        await RefusedAsync(StatusCode.AlreadyExists, "first report counts", Told(suggested, 1, 50), Told(suggested, 2, 61));

        var search = (await Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
        Assert.Equal((3, 1, 0), (search.Progress.Suggested, search.Progress.Reported, search.Progress.Failed));

        async Task RefusedAsync(StatusCode code, string part, params AccuracyReport[] reports)
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(() => ReportAsync(name, reports));
            Assert.Equal(code, refusal.StatusCode);
            if (part != "position")
                Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_reporters_who_race_leave_one_report()
    {
        var name = await CreateAsync(new V1.Search());
        var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 1 }, cancellationToken: Cancel);

        var outcomes = await Task.WhenAll(new[] { 50.0, 51, 52, 53 }.Select(async accuracy =>
        {
            try
            {
                await ReportAsync(name, Told(suggested, 0, accuracy));
                return StatusCode.OK;
            }
            catch (RpcException refusal)
            {
                return refusal.StatusCode;
            }
        }));

        Assert.Single(outcomes, StatusCode.OK);
        Assert.Equal(3, outcomes.Count(outcome => outcome == StatusCode.AlreadyExists));
    }

    [Fact]
    public async Task Create_names_every_fault_and_creates_nothing()
    {
        var bad = new V1.Search
        {
            Strategy = "genetic",
            Budget = -1,
            Winners = 1000,
            Goal = SearchGoal.Front,
            Limits = { new SearchLimit { Target = "", MaxLatencyMs = -1 } },
            Candidates = { new SearchCandidate { Architecture = "9" } },
        };

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(bad));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        foreach (var part in new[] { "brp-nas", "-1 trainings", "1000 winners", "names no target", "above zero", "front" })
            Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Empty((await Searches.ListSearchesAsync(new ListSearchesRequest(), cancellationToken: Cancel)).Searches);
    }

    [Fact]
    public async Task Create_with_a_limit_on_a_target_without_a_predictor_says_how_to_train_one()
    {
        await _coordinator.EnrolAsync("lab");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(new V1.Search { Limits = { new SearchLimit { Target = "lab", MaxLatencyMs = 2 } } }));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains("latbench predictors train", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidates_limit_what_is_suggested_and_bring_their_index()
    {
        var name = await CreateAsync(new V1.Search { Budget = 10, Candidates = { new SearchCandidate { Architecture = "333333", OfficialIndex = 7 }, new SearchCandidate { Architecture = "000100" } } });

        var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 10 }, cancellationToken: Cancel);

        Assert.Equal(["000100", "333333"], suggested.Suggestions.Select(suggestion => suggestion.Code).Order());
        Assert.Equal(7, suggested.Suggestions.Single(suggestion => suggestion.Code == "333333").OfficialIndex);
        Assert.False(suggested.Suggestions.Single(suggestion => suggestion.Code == "000100").HasOfficialIndex);
    }

    [Fact]
    public async Task Prove_measures_winners_on_the_named_target_and_cancel_ends_a_search()
    {
        await _coordinator.EnrolAsync("lab");
        var name = await CreateAsync(new V1.Search { Winners = 1 });
        await RefusedAsync("no accuracy yet");
        var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 2 }, cancellationToken: Cancel);
        await ReportAsync(name, Told(suggested, 0, 60), Told(suggested, 1, 70));
        Assert.Contains("name at least one", (await Assert.ThrowsAsync<RpcException>(async () => await Searches.ProveWinnersAsync(new ProveWinnersRequest { Name = name }, cancellationToken: Cancel))).Status.Detail, StringComparison.Ordinal);

        var verifying = (await Searches.ProveWinnersAsync(new ProveWinnersRequest { Name = name, Targets = { "lab" } }, cancellationToken: Cancel)).Search;
        Assert.Equal(SearchState.Proving, verifying.State);
        var campaign = (await new CampaignService.CampaignServiceClient(_coordinator.AsAdmin()).GetCampaignAsync(new GetCampaignRequest { Name = Assert.Single(verifying.Campaigns) }, cancellationToken: Cancel)).Campaign;
        Assert.Equal([suggested.Suggestions[1].Architecture], campaign.Selection.Architectures.Architectures);
        Assert.Equal(WinnerState.Measuring, verifying.Ranking[0].State);

        var cancelled = (await Searches.CancelSearchAsync(new CancelSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
        Assert.Equal(SearchState.Cancelled, cancelled.State);
        await RefusedAsync("has ended");
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => ReportAsync(name, Told(suggested, 0, 60)))).StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(async () => await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name }, cancellationToken: Cancel))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await Searches.GetSearchAsync(new GetSearchRequest { Name = "searches/99" }, cancellationToken: Cancel))).StatusCode);

        async Task RefusedAsync(string part)
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(async () => await Searches.ProveWinnersAsync(new ProveWinnersRequest { Name = name, Targets = { "lab" } }, cancellationToken: Cancel));
            Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
            Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Search_whose_winners_are_measured_is_told_as_verifying()
    {
        await _coordinator.EnrolAsync("lab");
        var name = await CreateAsync(new V1.Search { Winners = 1 });
        var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 1 }, cancellationToken: Cancel);
        await ReportAsync(name, Told(suggested, 0, 60));
        await Searches.ProveWinnersAsync(new ProveWinnersRequest { Name = name, Targets = { "lab" } }, cancellationToken: Cancel);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name }, cancellationToken: Cancel));
        var report = (await Searches.GetSearchReportAsync(new GetSearchReportRequest { Name = name }, cancellationToken: Cancel)).Files.Single(file => file.Path == "report.md").Content;

        Assert.Equal("Search 1 suggests nothing more, it is verifying: start another with 'latbench search run'.", refusal.Status.Detail);
        Assert.Contains("verifying", report, StringComparison.Ordinal);
        Assert.DoesNotContain("proving", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_has_the_trace_as_a_picture_and_every_winner()
    {
        var name = await CreateAsync(new V1.Search { DisplayName = "<b>a|b</b>" });
        var suggested = await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 3 }, cancellationToken: Cancel);
        await ReportAsync(name, Told(suggested, 0, 60), Told(suggested, 1, 70), Failed(suggested, 2));

        var files = (await Searches.GetSearchReportAsync(new GetSearchReportRequest { Name = name }, cancellationToken: Cancel)).Files.ToDictionary(file => file.Path, file => file.Content);

        Assert.Equal(["report.html", "report.md", "trace.svg"], files.Keys.Order());
        Assert.Contains("![Best accuracy so far](trace.svg)", files["report.md"], StringComparison.Ordinal);
        Assert.Contains(suggested.Suggestions[1].Code, files["report.md"], StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", files["report.html"], StringComparison.Ordinal);
        Assert.Contains("<svg", files["report.html"], StringComparison.Ordinal);
        var trace = System.Xml.Linq.XDocument.Parse(files["trace.svg"]).Descendants().ToArray();
        Assert.Equal(2, trace.Count(element => element.Name.LocalName == "circle"));
        foreach (var text in new[] { "Best accuracy so far", "trainings reported", "accuracy, %" })
            Assert.Contains(trace, element => element.Name.LocalName == "text" && element.Value == text);
        Assert.Contains(files["trace.svg"], files["report.html"], StringComparison.Ordinal);
    }

    private static AccuracyReport Told(SuggestArchitecturesResponse suggested, int place, double accuracy) => new() { Architecture = suggested.Suggestions[place].Architecture, Accuracy = accuracy };

    private static AccuracyReport Failed(SuggestArchitecturesResponse suggested, int place) => new() { Architecture = suggested.Suggestions[place].Code, Failed = true };

    private async Task<string> CreateAsync(V1.Search search) => (await Searches.CreateSearchAsync(new CreateSearchRequest { Search = search }, cancellationToken: Cancel)).Search.Name;

    private async Task<V1.Search> ReportAsync(string name, params AccuracyReport[] reports) =>
        (await Searches.ReportAccuraciesAsync(new ReportAccuraciesRequest { Name = name, Reports = { reports } }, cancellationToken: Cancel)).Search;
}
