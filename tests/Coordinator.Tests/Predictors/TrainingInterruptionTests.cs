using LatBench.Contracts.V1;
using LatBench.Storage;
using LatBench.Storage.Predictors;
using LatBench.TestKit;
using PredictorState = LatBench.Contracts.V1.PredictorState;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>No failure of a coordinator leaves a training stuck, and the predictor that serves goes on.</summary>
public sealed class TrainingInterruptionTests(PredictorFixture fixture) : IClassFixture<PredictorFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PredictorService.PredictorServiceClient Client => fixture.Client;

    [Fact]
    public async Task Training_of_a_coordinator_that_died_is_taken_over()
    {
        await fixture.ImportAsync("orphan", 60);
        // Another coordinator over the same database has claimed the training, and does not report.
        var orphan = await ClaimForAnotherAsync("orphan");

        var ended = await fixture.EndAsync(orphan);

        Assert.Equal((PredictorState.Ready, ""), (ended.State, ended.FailureMessage));
    }

    [Fact]
    public async Task Promotion_during_a_stream_of_predictions_is_seen_as_one_step()
    {
        await fixture.ImportAsync("moving", 60);
        await fixture.TrainAsync("moving");
        var second = await fixture.TrainAsync("moving", "proxy", manual: true);
        var first = await PredictAsync(null);
        var expected = await PredictAsync(second.Name);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seen = Task.Run(
            async () =>
            {
                var versions = new List<int>();
                while (!stop.IsCancellationRequested)
                {
                    var answer = await PredictAsync(null);
                    Assert.Equal(answer.Version == 1 ? first.Predictions : expected.Predictions, answer.Predictions);
                    versions.Add(answer.Version);
                }

                return versions;
            },
            Token);

        await Client.PromotePredictorAsync(new PromotePredictorRequest { Name = second.Name }, cancellationToken: Token);
        Assert.Equal(2, (await PredictAsync(null)).Version);
        await stop.CancelAsync();

        var order = await seen;
        Assert.Equal(order.Order(), order);

        async Task<PredictResponse> PredictAsync(string? predictor) => await Client.PredictAsync(
            new PredictRequest { Target = "moving", Predictor = predictor ?? "", Architectures = { Requests.Conv3x3Everywhere, Requests.Skip } }, cancellationToken: Token);
    }

    [Fact]
    public async Task Predictor_whose_files_are_damaged_is_refused_and_served_again_once_they_are_restored()
    {
        await fixture.ImportAsync("damaged", 60);
        var predictor = await fixture.TrainAsync("damaged", manual: true);
        var sha256 = predictor.Files.Single(file => file.Path == "predictor.onnx").Sha256;
        var path = Path.Combine(fixture.Coordinator.DataDirectory, "artifacts", sha256[..2], sha256);
        var content = await File.ReadAllBytesAsync(path, Token);
        // Loaded while it was trained; another coordinator would read the file.
        await using var other = new SecondCoordinator(fixture.Coordinator.DataDirectory);
        await File.WriteAllBytesAsync(path, content[..^1], Token);

        var refused = await Assert.ThrowsAsync<Errors.RefusalException>(() => other.LoadAsync(predictor.Name));
        Assert.Equal("PREDICTOR_NOT_READY", refused.Reason);
        Assert.Contains("predictor.onnx", refused.Message);

        await File.WriteAllBytesAsync(path, content, Token);
        Assert.Equal(1, (await other.LoadAsync(predictor.Name)).Version);
    }

    [Fact]
    public async Task Latency_predictions_for_others_in_the_coordinator_name_their_version()
    {
        await fixture.ImportAsync("inside", 60);
        await fixture.TrainAsync("inside");
        await using var other = new SecondCoordinator(fixture.Coordinator.DataDirectory);
        SearchSpaces.Architecture[] architectures = [.. Nas201.Measurable.Take(3)];

        var some = await other.Predictions.PredictAsync("inside", "", null, architectures, Token);
        var space = await other.Predictions.PredictAsync("inside", "", null, Nas201.Measurable, Token);

        Assert.Equal(("inside", 1, 3), (some.Target, some.Version, some.Predictions.Count));
        Assert.Equal(Nas201.Measurable.Count, space.Predictions.Count);
        // The first ones may come from the network, the others come from its table.
        Assert.All(some.Predictions.Zip(space.Predictions), pair => Assert.Equal(pair.First.Latency.Milliseconds, pair.Second.Latency.Milliseconds, 9));
        var refused = await Assert.ThrowsAsync<Errors.RefusalException>(() => other.Predictions.PredictAsync("inside", "", null, [Nas201.Parse("000000")], Token));
        Assert.Equal("UNMEASURABLE_ARCHITECTURE", refused.Reason);
    }

    private async Task<string> ClaimForAnotherAsync(string target)
    {
        await using var store = Stores.Sqlite(Path.Combine(fixture.Coordinator.DataDirectory, "latbench.db"));
        var created = await store.Predictors.CreateAsync(
            new NewPredictor
            {
                Target = target,
                SearchSpace = "nas-bench-201",
                Configuration = PredictorFixture.Configuration,
                Plan = new TrainingPlan { Trainer = "linear", Seed = 1, HeldOutShare = 0, Threads = 1, TimeLimit = TimeSpan.FromMinutes(5), MemoryBytes = 4L << 30, Promote = true },
                Now = TimeProvider.System.GetUtcNow(),
            },
            Token);
        // Whichever claims first: the lease of the other one has run out at once.
        var now = TimeProvider.System.GetUtcNow();
        await store.Predictors.ClaimAsync("another", now, now, Token);
        return $"predictors/{created.Id}";
    }
}
