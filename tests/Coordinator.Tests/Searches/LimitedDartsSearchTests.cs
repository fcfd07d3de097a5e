using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Searches;

/// <summary>A search of a space that cannot be listed, under limits on two targets: what joins its candidates is predicted for each of them.</summary>
public sealed class LimitedDartsSearchTests : IAsyncLifetime
{
    private const string First = "imported/first";

    private const string Second = "imported/second";

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["darts"];

    private readonly RunningCoordinator _coordinator = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SearchService.SearchServiceClient Searches => new(_coordinator.AsAdmin());

    public async ValueTask InitializeAsync()
    {
        await _coordinator.InitializeAsync();
        // The second device is ten times as slow, so that figures of one target under the name of the other would break a limit.
        await TrainAsync(First, 1);
        await TrainAsync(Second, 10);
    }

    public ValueTask DisposeAsync() => _coordinator.DisposeAsync();

    [Fact]
    public async Task Suggestions_meet_the_limit_of_each_target_by_its_own_predictions()
    {
        var costs = Space.Sample(60, 1).Select(Latency).Order().ToArray();
        var (first, second) = (costs[40], 10 * costs[30]);
        var name = (await Searches.CreateSearchAsync(new CreateSearchRequest { Search = Asked(20, (First, first), (Second, second)) }, cancellationToken: Cancel)).Search.Name;
        while ((await Searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = name, Count = 5 }, cancellationToken: Cancel)).Suggestions is { Count: > 0 } suggested)
            await Searches.ReportAccuraciesAsync(new ReportAccuraciesRequest { Name = name, Reports = { suggested.Select(one => new AccuracyReport { Architecture = one.Architecture, Accuracy = 50 + one.Architecture.Count(character => character == '5') }) } }, cancellationToken: Cancel);

        var search = (await Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: Cancel)).Search;
        var drawn = Space.Sample(20, 2).Select(one => one.Text).ToHashSet();
        Assert.Equal(30, search.Progress.Reported);
        Assert.Contains(search.Suggestions, one => !drawn.Contains(one.Architecture));
        Assert.All(search.Suggestions, one =>
        {
            Assert.Equal([First, Second], one.Latencies.Select(latency => latency.Target));
            Assert.InRange(one.Latencies[1].LatencyMs / one.Latencies[0].LatencyMs, 5, 20);
            Assert.True(one.Latencies[0].LowMs <= first && one.Latencies[1].LowMs <= second, $"{one.Architecture}: {one.Latencies[0]}, {one.Latencies[1]}");
        });
    }

    [Fact]
    public async Task Two_limits_on_one_target_are_refused_before_a_large_sample_is_drawn() => await RpcAssert.FailsOnAsync(
        Searches.CreateSearchAsync(new CreateSearchRequest { Search = Asked(1_000_000, (First, 1), (First, 2)) }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(10), cancellationToken: Cancel), "search.limits");

    private static V1.Search Asked(int candidates, params (string Target, double Ms)[] limits) => new()
    {
        SearchSpace = Space.Name,
        Strategy = "local-search",
        Budget = 30,
        Seed = 3,
        SampledCandidates = candidates,
        Limits = { limits.Select(limit => new V1.SearchLimit { Target = limit.Target, MaxLatencyMs = limit.Ms }) },
    };

    private static double Latency(Architecture architecture) => Space.Costs(architecture, Space.DefaultInput).Macs / 1e7;

    private async Task TrainAsync(string target, double factor)
    {
        var table = new ImportMeasurementsRequest { Target = target, SearchSpace = Space.Name };
        table.Latencies.AddRange(Space.Sample(60, 1).Select(one => new ArchitectureLatency { Architecture = one.Text, LatencyMs = factor * Latency(one) }));
        await new MeasurementService.MeasurementServiceClient(_coordinator.AsAdmin()).ImportMeasurementsAsync(table, cancellationToken: Cancel);
        var client = new PredictorService.PredictorServiceClient(_coordinator.AsAdmin());
        var predictor = (await client.TrainPredictorAsync(new TrainPredictorRequest { Target = target, SearchSpace = Space.Name, Trainer = "proxy" }, cancellationToken: Cancel)).Predictor;
        using var watch = client.WatchPredictor(new WatchPredictorRequest { Name = predictor.Name }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2), cancellationToken: Cancel);
        while (await watch.ResponseStream.MoveNext(Cancel))
            predictor = watch.ResponseStream.Current.Predictor;
        Assert.Equal((PredictorState.Ready, ""), (predictor.State, predictor.FailureMessage));
    }
}
