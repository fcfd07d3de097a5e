using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Tests.Predictors;

public sealed class TrainPredictorTests(PredictorFixture fixture) : IClassFixture<PredictorFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PredictorService.PredictorServiceClient Client => fixture.Client;

    [Fact]
    public async Task TrainPredictor_gives_versions_of_which_the_promoted_serves()
    {
        await fixture.ImportAsync("versions", 60);
        var request = new TrainPredictorRequest { Target = "versions", Trainer = "layer-wise", Seed = 7, RequestId = "versions-1" };

        var first = await fixture.TrainAsync(request);
        var repeated = (await Client.TrainPredictorAsync(request, cancellationToken: Token)).Predictor;
        var second = await fixture.TrainAsync("versions", manual: true);

        Assert.Equal((PredictorState.Ready, true, 1, 7ul, 54, 6), (first.State, first.Promoted, first.Version, first.Seed, first.Labels, first.HeldOutLabels));
        Assert.Equal(first.Name, repeated.Name);
        Assert.Equal((2, false), (second.Version, second.Promoted));
        Assert.Equal(1, (await PredictAsync("versions")).Version);
        Assert.Equal(2, (await Client.PredictAsync(new PredictRequest { Predictor = second.Name, Architectures = { Requests.Skip } }, cancellationToken: Token)).Version);

        var promoted = (await Client.PromotePredictorAsync(new PromotePredictorRequest { Name = second.Name }, cancellationToken: Token)).Predictor;
        Assert.True(promoted.Promoted);
        Assert.Equal(2, (await PredictAsync("versions")).Version);

        await RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, "PREDICTOR_SERVES", Client.DeletePredictorAsync(new DeletePredictorRequest { Name = second.Name }, cancellationToken: Token));
        await Client.DeletePredictorAsync(new DeletePredictorRequest { Name = first.Name }, cancellationToken: Token);
        var left = await Client.ListPredictorsAsync(new ListPredictorsRequest { Target = "versions" }, cancellationToken: Token);
        Assert.Equal([second.Name], left.Predictors.Select(predictor => predictor.Name));
        await RpcAssert.FailsAsync(StatusCode.NotFound, Client.GetPredictorAsync(new GetPredictorRequest { Name = first.Name }, cancellationToken: Token));
    }

    [Fact]
    public async Task TrainPredictor_evaluates_beside_the_baselines()
    {
        await fixture.ImportAsync("evaluated", 200);

        var predictor = await fixture.TrainAsync("evaluated", "latbench");

        var accuracies = predictor.Evaluation.Accuracies;
        Assert.Equal("latbench", accuracies[0].Trainer);
        Assert.Subset(accuracies.Select(accuracy => accuracy.Trainer).ToHashSet(), new HashSet<string> { "linear", "layer-wise", "proxy" });
        Assert.All(accuracies, accuracy => Assert.Equal(20, accuracy.Count));
        Assert.InRange(accuracies[0].Within10, 80, 100);
        Assert.True(accuracies[0].Mape < accuracies.Single(accuracy => accuracy.Trainer == "proxy").Mape);
        Assert.Equal(("nas-bench-201", Dataset.Cifar100), (predictor.SearchSpace, predictor.ModelConfig.Dataset));
    }

    [Fact]
    public async Task TrainPredictor_what_cannot_be_learnt_from_is_refused_and_changes_nothing()
    {
        await fixture.ImportAsync("few", 9);
        await fixture.ImportAsync("constant", 30, milliseconds: _ => 1.5);
        await fixture.Coordinator.EnrolAsync("unmeasured");

        Assert.Contains("9 valid measurements", await RefusesAsync("TOO_FEW_LABELS", new TrainPredictorRequest { Target = "few" }));
        Assert.Contains("no valid measurement", await RefusesAsync("TOO_FEW_LABELS", new TrainPredictorRequest { Target = "devices/unmeasured" }));
        Assert.Contains("1.500 ms", await RefusesAsync("CONSTANT_LABELS", new TrainPredictorRequest { Target = "constant" }));
        Assert.Contains("was not measured in the model configuration", await RefusesAsync("MODEL_CONFIG_MISMATCH", new TrainPredictorRequest { Target = "constant", ModelConfig = new ModelConfig { Batch = 8 } }));
        await RpcAssert.RefusesAsync(StatusCode.NotFound, "UNKNOWN_TARGET", CallAsync(new TrainPredictorRequest { Target = "nowhere" }), "target");
        await RpcAssert.RefusesAsync(StatusCode.InvalidArgument, "UNKNOWN_TRAINER", CallAsync(new TrainPredictorRequest { Target = "few", Trainer = "magic" }), "trainer");
        foreach (var target in new[] { "few", "constant" })
            Assert.Empty((await Client.ListPredictorsAsync(new ListPredictorsRequest { Target = target }, cancellationToken: Token)).Predictors);
    }

    [Fact]
    public async Task TrainPredictor_names_every_field_at_fault() => await RpcAssert.FailsOnAsync(
        CallAsync(new TrainPredictorRequest
        {
            RequestId = new string('x', 101),
            Trainer = "linear",
            FewShot = new FewShot { Samples = 2 },
            HeldOutShare = double.NaN,
            ModelConfig = new ModelConfig { Batch = -1 },
            Limits = new TrainingLimits { Threads = 10_000, Time = new Duration(), MemoryBytes = 1 },
        }),
        "request_id", "target", "trainer", "few_shot.samples", "held_out_share", "model_config.batch", "limits.threads", "limits.time", "limits.memory_bytes");

    [Fact]
    public async Task CancelPredictor_ends_a_training_and_the_next_one_begins()
    {
        await fixture.ImportAsync("cancelled", 900);
        var slow = (await CallAsync(new TrainPredictorRequest { Target = "cancelled", Trainer = "paper-gcn" })).Predictor;
        var waiting = (await CallAsync(new TrainPredictorRequest { Target = "cancelled", Trainer = "linear" })).Predictor;
        var last = (await CallAsync(new TrainPredictorRequest { Target = "cancelled", Trainer = "linear" })).Predictor;

        await Client.CancelPredictorAsync(new CancelPredictorRequest { Name = waiting.Name }, cancellationToken: Token);
        var cancelled = (await Client.CancelPredictorAsync(new CancelPredictorRequest { Name = slow.Name }, cancellationToken: Token)).Predictor;

        Assert.Equal(PredictorState.Cancelled, cancelled.State);
        Assert.Equal(PredictorState.Ready, (await fixture.EndAsync(last.Name)).State);
        Assert.Equal(PredictorState.Cancelled, (await fixture.EndAsync(waiting.Name)).State);
        await RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, "PREDICTOR_NOT_READY", Client.PromotePredictorAsync(new PromotePredictorRequest { Name = slow.Name }, cancellationToken: Token));
        await RpcAssert.RefusesAsync(
            StatusCode.FailedPrecondition, "PREDICTOR_NOT_READY", Client.PredictAsync(new PredictRequest { Predictor = slow.Name, Architectures = { Requests.Skip } }, cancellationToken: Token));
    }

    [Fact]
    public async Task TrainPredictor_past_its_time_has_failed_and_the_serving_one_stays()
    {
        await fixture.ImportAsync("hurried", 900);
        await fixture.TrainAsync("hurried");

        var failed = await fixture.TrainAsync(new TrainPredictorRequest
        {
            Target = "hurried",
            Trainer = "paper-gcn",
            Limits = new TrainingLimits { Time = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(500)) },
        });

        Assert.Equal((PredictorState.Failed, TrainingFailure.TimeLimit), (failed.State, failed.Failure));
        Assert.Contains("longer than", failed.FailureMessage);
        Assert.Equal(1, (await PredictAsync("hurried")).Version);
    }

    [Fact]
    public async Task ChooseMeasurements_and_few_shot_know_a_new_target_from_others()
    {
        await fixture.ImportAsync("prior-a", 400);
        await RpcAssert.RefusesAsync(
            StatusCode.FailedPrecondition, "PRIOR_TARGET_UNTRAINED", Client.ChooseMeasurementsAsync(new ChooseMeasurementsRequest { Target = "prior-a", PriorTargets = { "prior-a" } }, cancellationToken: Token));
        await fixture.ImportAsync("prior-b", 400, milliseconds: architecture => 0.5 + (3 * PredictorFixture.Milliseconds(architecture)));
        await fixture.TrainAsync("prior-a");
        await fixture.TrainAsync("prior-b");
        await fixture.Coordinator.EnrolAsync("newcomer");
        var request = new ChooseMeasurementsRequest { Target = "newcomer", PriorTargets = { "prior-a", "prior-b" }, StartCampaign = true, RequestId = "choice" };

        var choice = await Client.ChooseMeasurementsAsync(request, cancellationToken: Token);
        var repeated = await Client.ChooseMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal(10, choice.Architectures.Distinct().Count());
        Assert.Equal((10, "newcomer/ort-1.31.1/cpu/t1"), (choice.Campaign.Progress.Models, Assert.Single(choice.Campaign.Targets)));
        Assert.Equal((choice.Campaign.Name, choice.Architectures), (repeated.Campaign.Name, repeated.Architectures));

        await fixture.ImportAsync("few-shot", 100, milliseconds: architecture => 2 * PredictorFixture.Milliseconds(architecture));
        var predictor = await fixture.TrainAsync(new TrainPredictorRequest { Target = "few-shot", FewShot = new FewShot { PriorTargets = { "prior-a", "prior-b" }, Samples = 10 } });
        Assert.Equal((PredictorState.Ready, "", "few-shot", 10, 90), (predictor.State, predictor.FailureMessage, predictor.Trainer, predictor.Labels, predictor.HeldOutLabels));
        Assert.InRange(predictor.Evaluation.Accuracies[0].Spearman, 0.8, 1);
        await RpcAssert.RefusesAsync(
            StatusCode.FailedPrecondition, "TOO_FEW_PRIOR_TARGETS", CallAsync(new TrainPredictorRequest { Target = "few-shot", FewShot = new FewShot { PriorTargets = { "prior-a" } } }));
    }

    [Fact]
    public async Task Few_shot_in_a_space_too_large_to_be_listed_knows_a_new_target_from_others()
    {
        var space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];
        foreach (var (target, constant) in new[] { ("large-a", 1.0), ("large-b", 4.0), ("large-new", 2.0) })
            await fixture.ImportAsync(target, space, 60, ModelConfiguration.DefaultOf(space), architecture => constant + (space.Costs(architecture, space.DefaultInput).Macs / (3e8 * constant)));
        foreach (var known in new[] { "large-a", "large-b" })
            Assert.Equal(PredictorState.Ready, (await fixture.TrainAsync(new TrainPredictorRequest { Target = known, SearchSpace = space.Name })).State);

        var choice = await Client.ChooseMeasurementsAsync(new ChooseMeasurementsRequest { Target = "large-new", SearchSpace = space.Name, PriorTargets = { "large-a", "large-b" } }, cancellationToken: Token);
        var predictor = await fixture.TrainAsync(new TrainPredictorRequest { Target = "large-new", SearchSpace = space.Name, FewShot = new FewShot { PriorTargets = { "large-a", "large-b" }, Samples = 10 } });

        Assert.Equal(10, choice.Architectures.Distinct().Count());
        Assert.All(choice.Architectures, text => Assert.True(space.TryParse(text, out _, out _)));
        Assert.Equal((PredictorState.Ready, "", "few-shot", 10, 50), (predictor.State, predictor.FailureMessage, predictor.Trainer, predictor.Labels, predictor.HeldOutLabels));
        Assert.InRange(predictor.Evaluation.Accuracies[0].Spearman, 0.9, 1);
        var prediction = Assert.Single((await Client.PredictAsync(new PredictRequest { Target = "large-new", SearchSpace = space.Name, Architectures = { choice.Architectures[0] } }, cancellationToken: Token)).Predictions);
        Assert.InRange(prediction.LatencyMs, 1, 100);
    }

    [Fact]
    public async Task TrainPredictor_whose_files_cannot_be_written_has_failed_and_the_serving_one_stays()
    {
        await fixture.ImportAsync("no-room", 60);
        await fixture.TrainAsync("no-room");
        var artifacts = Path.Combine(fixture.Coordinator.DataDirectory, "artifacts");
        Directory.Move(artifacts, artifacts + ".aside");
        await File.WriteAllTextAsync(artifacts, "in the way", Token);
        try
        {
            var failed = await fixture.TrainAsync(new TrainPredictorRequest { Target = "no-room", Trainer = "proxy" });

            Assert.Equal((PredictorState.Failed, TrainingFailure.Storage), (failed.State, failed.Failure));
            Assert.Contains("is a file", failed.FailureMessage);
            Assert.Equal(1, (await PredictAsync("no-room")).Version);
        }
        finally
        {
            File.Delete(artifacts);
            Directory.Move(artifacts + ".aside", artifacts);
        }
    }

    [Fact]
    public async Task TrainPredictor_mixed_configurations_of_a_measured_target_must_be_named_and_each_is_served()
    {
        var device = await fixture.Coordinator.EnrolAsync("mixed");
        await Measuring.FinishAsync(fixture.Coordinator, device, "mixed", new ModelConfig(), new ModelConfig { Batch = 2 });

        var sentence = await RefusesAsync("MIXED_MODEL_CONFIGS", new TrainPredictorRequest { Target = "mixed" });
        Assert.Contains("cifar100, batch 2, fp32, pruned: 12", sentence);

        var predictor = await fixture.TrainAsync(new TrainPredictorRequest { Target = "mixed", Trainer = "layer-wise", ModelConfig = new ModelConfig { Batch = 2 } });
        Assert.Equal((PredictorState.Ready, ""), (predictor.State, predictor.FailureMessage));
        Assert.Equal(("mixed/ort-1.31.1/cpu/t1", 2, 12), (predictor.Target, predictor.ModelConfig.Batch, predictor.Labels));

        // Another configuration is promoted beside it, and takes nothing from it.
        var usual = await fixture.TrainAsync(new TrainPredictorRequest { Target = "mixed", Trainer = "layer-wise", ModelConfig = new ModelConfig() });
        Assert.Equal((PredictorState.Ready, true), (usual.State, usual.Promoted));
        Assert.True((await Client.GetPredictorAsync(new GetPredictorRequest { Name = predictor.Name }, cancellationToken: Token)).Predictor.Promoted);
        Assert.Equal(usual.Name, (await PredictAsync("mixed")).Predictor);
        var two = new PredictRequest { Target = "mixed", ModelConfig = new ModelConfig { Batch = 2 }, Architectures = { Requests.Skip } };
        Assert.Equal(predictor.Name, (await Client.PredictAsync(two, cancellationToken: Token)).Predictor);
        two.ModelConfig.Batch = 3;
        var unknown = await RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, "MODEL_CONFIG_MISMATCH", Client.PredictAsync(two, cancellationToken: Token));
        Assert.Contains("cifar100, batch 2, fp32, pruned", unknown);
        var searches = new SearchService.SearchServiceClient(fixture.Coordinator.AsAdmin());
        foreach (var (config, name) in new (ModelConfig?, string)[] { (null, usual.Name), (new ModelConfig { Batch = 2 }, predictor.Name) })
        {
            var search = new Contracts.V1.Search { Limits = { new SearchLimit { Target = "mixed", MaxLatencyMs = 1e6 } }, ModelConfig = config, Strategy = "random", Budget = 1 };
            search = (await searches.CreateSearchAsync(new CreateSearchRequest { Search = search }, cancellationToken: Token)).Search;
            Assert.Equal(config, search.ModelConfig);
            var suggested = await searches.SuggestArchitecturesAsync(new SuggestArchitecturesRequest { Name = search.Name, RequestId = Guid.NewGuid().ToString() }, cancellationToken: Token);
            var suggestion = Assert.Single(suggested.Suggestions);
            var request = new PredictRequest { Predictor = name, Architectures = { suggestion.Architecture } };
            Assert.Equal((await Client.PredictAsync(request, cancellationToken: Token)).Predictions[0].LatencyMs, Assert.Single(suggestion.Latencies).LatencyMs);
        }

        var snapshots = new SnapshotService.SnapshotServiceClient(fixture.Coordinator.AsAdmin());
        var snapshot = (await snapshots.CreateSnapshotAsync(new CreateSnapshotRequest { IncludePredictions = true }, cancellationToken: Token)).Snapshot;
        Assert.Single(snapshot.Files, file => file.Path.StartsWith("data/predictions/", StringComparison.Ordinal));
    }

    private AsyncUnaryCall<TrainPredictorResponse> CallAsync(TrainPredictorRequest request) => Client.TrainPredictorAsync(request, cancellationToken: Token);

    private Task<string> RefusesAsync(string reason, TrainPredictorRequest request) => RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, reason, CallAsync(request));

    private async Task<PredictResponse> PredictAsync(string target) =>
        await Client.PredictAsync(new PredictRequest { Target = target, Architectures = { Requests.Skip } }, cancellationToken: Token);
}
