using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Tests.Predictors;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Searches;

/// <summary>Searches on targets that have a predictor.</summary>
public sealed class SearchLimitTests(PredictorFixture fixture) : IClassFixture<PredictorFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SearchService.SearchServiceClient Searches => new(fixture.Coordinator.AsAdmin());

    [Fact]
    public async Task An_impossible_limit_is_refused_with_the_fastest_known()
    {
        var target = await TargetAsync("impossible");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(Limited(target, 0.5)));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Matches($"^No network meets 0.5 ms on {target}: the fastest known, [0-4]{{6}}, is predicted to take 2\\.[0-9]+ ms; raise the limit.$", refusal.Status.Detail);
    }

    [Fact]
    public async Task A_limit_leaves_what_may_meet_it_and_a_confident_one_what_surely_does()
    {
        var target = await TargetAsync("limited");
        const double Limit = 4;

        var all = await CreateAsync(new V1.Search());
        var open = await CreateAsync(Limited(target, Limit));
        var confident = Limited(target, Limit);
        confident.Confident = true;
        var sure = await CreateAsync(confident);

        Assert.InRange(sure.Progress.Candidates, 1, open.Progress.Candidates - 1);
        Assert.InRange(open.Progress.Candidates, 1, all.Progress.Candidates - 1);
        Assert.All((await SuggestAsync(open.Name, 30)).SelectMany(one => one.Latencies), latency => Assert.True(latency.LowMs <= Limit));
        Assert.All((await SuggestAsync(sure.Name, 30)).SelectMany(one => one.Latencies), latency => Assert.True(latency.HighMs <= Limit));
        Assert.All((await SuggestAsync(sure.Name, 30)).SelectMany(one => one.Latencies), latency => Assert.Equal(target, latency.Target));
    }

    [Fact]
    public async Task A_front_is_searched_along_the_whole_latency_and_shows_its_members_only()
    {
        var target = await TargetAsync("front");
        var name = (await CreateAsync(new V1.Search { Goal = SearchGoal.Front, FrontTarget = target, Budget = 40, Seed = 2 })).Name;
        while (await SuggestAsync(name) is { Count: > 0 } suggested)
            await ReportAsync(name, suggested);

        var search = (await Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;

        var front = search.Ranking.Select(winner => (winner.Accuracy, winner.Latencies.Single().Predicted.LatencyMs)).ToArray();
        Assert.InRange(front.Length, 2, 40);
        Assert.Equal(front.OrderByDescending(point => point.Accuracy), front);
        Assert.Equal(front.OrderByDescending(point => point.LatencyMs), front);
        var latencies = search.Suggestions.Select(suggestion => suggestion.Latencies.Single().LatencyMs).ToArray();
        Assert.True(latencies.Max() > 1.5 * latencies.Min(), $"{latencies.Min()} to {latencies.Max()}");
        var files = (await Searches.GetSearchReportAsync(new GetSearchReportRequest { Name = name }, cancellationToken: Cancel)).Files;
        var picture = System.Xml.Linq.XDocument.Parse(files.Single(file => file.Path == "front.svg").Content).Descendants().ToArray();
        Assert.InRange(picture.Count(element => element.Name.LocalName == "circle"), latencies.Length + front.Length, 2 * latencies.Length); // networks with the same figures share a rank
        Assert.Contains(picture, element => element.Name.LocalName == "text" && element.Value == $"predicted latency on {target}, ms");
    }

    [Fact]
    public async Task Transfer_changes_what_brp_nas_suggests_and_needs_something_to_transfer_from()
    {
        var target = await TargetAsync("transfer");
        Assert.NotEqual(await RunAsync(transfer: false), await RunAsync(transfer: true));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(new V1.Search { Strategy = "brp-nas", Transfer = true }));
        Assert.Contains("nothing to transfer from", refusal.Status.Detail, StringComparison.Ordinal);

        async Task<string[]> RunAsync(bool transfer)
        {
            var asked = Limited(target, 6);
            (asked.Strategy, asked.Transfer, asked.Budget, asked.Seed) = ("brp-nas", transfer, 12, 5);
            asked.StrategyOptions = new SearchStrategyOptions { Hidden = 16, Epochs = 5, Iterations = 2 };
            var name = (await CreateAsync(asked)).Name;
            await ReportAsync(name, await SuggestAsync(name));
            return [.. (await SuggestAsync(name)).Select(one => one.Code)];
        }
    }

    private static V1.Search Limited(string target, double milliseconds) => new() { Limits = { new SearchLimit { Target = target, MaxLatencyMs = milliseconds } } };

    // More parameters are better, as long as they are taken for that.
    private static double Accuracy(string architecture) => Nas201.Parse(architecture).Cell().Operations.Sum(operation => operation switch { Operation.NorConv3x3 => 9, Operation.NorConv1x1 => 3, _ => 1 });

    private async Task<string> TargetAsync(string name)
    {
        var target = $"imported/{name}";
        await fixture.ImportAsync(target, 200);
        await fixture.TrainAsync(target);
        return target;
    }

    private async Task<V1.Search> CreateAsync(V1.Search search) => (await Searches.CreateSearchAsync(new CreateSearchRequest { Search = search }, cancellationToken: Cancel)).Search;

    private async Task<IReadOnlyList<SearchSuggestion>> SuggestAsync(string name, int count = 0) =>
        (await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = count }, cancellationToken: Cancel)).Suggestions;

    private async Task ReportAsync(string name, IReadOnlyList<SearchSuggestion> suggested)
    {
        var reports = suggested.Select(one => new AccuracyReport { Architecture = one.Architecture, Accuracy = Accuracy(one.Architecture) });
        await Searches.ReportAccuraciesAsync(new ReportAccuraciesRequest { Name = name, Reports = { reports } }, cancellationToken: Cancel);
    }
}
