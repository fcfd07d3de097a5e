using LatBench.Contracts.V1;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>A coordinator that is killed while it trains: real processes, a real signal.</summary>
public sealed class TrainingFaultTests
{
    private const string Target = "imported/board";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(6);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coordinator_killed_while_it_trains_trains_again_and_what_serves_goes_on()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.Measurements.ImportMeasurementsAsync(Table(200), cancellationToken: Cancel);
        var serving = await WatchAsync(installation, await TrainAsync(installation, "linear"), Ended);
        Assert.Equal(PredictorState.Ready, serving.State);

        var second = await TrainAsync(installation, "latbench");
        await WatchAsync(installation, second, predictor => predictor.State == PredictorState.Training && predictor.Progress.Fraction > 0);
        var child = Assert.Single(FaultTests.ChildrenOf(installation.Coordinator.Id));
        await installation.Coordinator.KillAsync();
        // No process is left to take its result: it ends by itself.
        await child.WaitForExitAsync(Cancel).WaitAsync(Timeout, Cancel);
        await installation.StartCoordinatorAsync();

        Assert.Equal(1, await VersionAsync(installation));
        var ended = await WatchAsync(installation, second, Ended);
        Assert.Equal((PredictorState.Ready, "", 2), (ended.State, ended.FailureMessage, ended.Version));
        Assert.Equal(2, await VersionAsync(installation));
    }

    private static bool Ended(Predictor predictor) => predictor.State is not (PredictorState.Queued or PredictorState.Training);

    private static async Task<string> TrainAsync(Installation installation, string trainer) =>
        (await installation.Predictors.TrainPredictorAsync(new TrainPredictorRequest { Target = Target, Trainer = trainer }, cancellationToken: Cancel)).Predictor.Name;

    private static async Task<Predictor> WatchAsync(Installation installation, string name, Func<Predictor, bool> condition)
    {
        using var watch = installation.Predictors.WatchPredictor(
            new WatchPredictorRequest { Name = name }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Timeout, cancellationToken: Cancel);
        while (await watch.ResponseStream.MoveNext(Cancel))
        {
            if (condition(watch.ResponseStream.Current.Predictor))
                return watch.ResponseStream.Current.Predictor;
        }

        throw new InvalidOperationException($"{name} ended otherwise.");
    }

    private static async Task<int> VersionAsync(Installation installation) =>
        (await installation.Predictors.PredictAsync(new PredictRequest { Target = Target, Architectures = { "333333" } }, cancellationToken: Cancel)).Version;

    /// <summary>Every twentieth architecture whose edges all do something.</summary>
    private static ImportMeasurementsRequest Table(int count)
    {
        double[] prices = [0, 0.02, 0.3, 1.0, 0.5];
        var request = new ImportMeasurementsRequest { Target = Target, ModelConfig = new ModelConfig() };
        for (var i = 0; i < count; i++)
        {
            var operations = Enumerable.Range(0, 6).Select(edge => 1 + ((i * 20 >> (2 * edge)) & 3)).ToArray();
            request.Latencies.Add(new ArchitectureLatency { Architecture = string.Concat(operations), LatencyMs = 2 + operations.Sum(operation => prices[operation]) });
        }

        return request;
    }
}
