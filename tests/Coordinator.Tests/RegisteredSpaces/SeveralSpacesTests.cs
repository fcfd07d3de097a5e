using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Predictors;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Predictors;
using LatBench.TestKit.ToySpaces;
using ImportOutcome = LatBench.Contracts.V1.ImportOutcome;

namespace LatBench.Coordinator.Tests.RegisteredSpaces;

/// <summary>Measurements, imports, choices and snapshots where one installation has several search spaces.</summary>
public sealed class SeveralSpacesTests : IAsyncDisposable
{
    private const string Device = "both";

    private const string Target = "both/ort-1.31.1/cpu/t1";

    private readonly List<RunningCoordinator> _coordinators = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in _coordinators)
            await coordinator.DisposeAsync();
    }

    [Fact]
    public async Task Target_that_two_spaces_were_measured_on_is_listed_exported_and_published_apart()
    {
        var coordinator = await StartAsync(new ToySpace());
        await MeasureAsync(coordinator, ("", [Requests.Skip, Requests.Conv3x3Everywhere]), ("toy", ["conv>pool>skip", "pool>pool>pool", "depthwise>pool>pool"]));
        var measurements = new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin());

        var listed = (await measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest(), cancellationToken: Token)).Targets;
        var toys = (await measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { SearchSpace = "toy" }, cancellationToken: Token)).Targets;

        Assert.Equal([("nas-bench-201", 2), ("toy", 3)], listed.Select(target => (target.SearchSpace, target.Labels)));
        Assert.Equal([listed[1]], toys);
        Assert.Equal([Requests.Skip, Requests.Conv3x3Everywhere], await ExportAsync(measurements, ""));
        Assert.Equal(["conv>pool>skip", "depthwise>pool>pool", "pool>pool>pool"], await ExportAsync(measurements, "toy"));
        await RpcAssert.FailsOnAsync(measurements.ListLabelledTargetsAsync(new ListLabelledTargetsRequest { SearchSpace = "darts?" }, cancellationToken: Token), "search_space");

        var snapshot = (await new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin()).CreateSnapshotAsync(new CreateSnapshotRequest(), cancellationToken: Token)).Snapshot;
        Assert.Equal(5, snapshot.Rows);
        Assert.True((await SnapshotVerifier.VerifyAsync(snapshot.Path, Token)).IsIntact);
        Assert.Equal(["data/architectures-toy.parquet", "data/architectures.parquet"], snapshot.Files.Select(file => file.Path).Where(path => path.Contains("architectures", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Target_that_was_measured_in_another_space_only_says_so()
    {
        var coordinator = await StartAsync(new ToySpace());
        await MeasureAsync(coordinator, ("toy", ["conv>pool>skip"]));
        var measurements = new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin());

        var export = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(measurements, ""));
        var training = await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition,
            new PredictorService.PredictorServiceClient(coordinator.AsAdmin()).TrainPredictorAsync(new TrainPredictorRequest { Target = Target }, cancellationToken: Token));

        Assert.Equal(StatusCode.NotFound, export.StatusCode);
        Assert.Equal($"{Target} has no latencies of nas-bench-201: it has them of toy, which --space names.", export.Status.Detail);
        Assert.Contains($"The target '{Target}' has no valid measurement of the space nas-bench-201, but of toy: name that space", training, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_takes_a_table_of_the_space_that_is_asked_for()
    {
        var coordinator = await StartAsync(new ToySpace());
        var measurements = new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin());
        var request = new ImportMeasurementsRequest
        {
            Target = "imported/board",
            SearchSpace = "toy",
            Latencies = { new ArchitectureLatency { Architecture = "conv>pool>skip", LatencyMs = 2 }, new ArchitectureLatency { Architecture = "pool>pool>pool", LatencyMs = 1 } },
        };

        var imported = await measurements.ImportMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal((ImportOutcome.Imported, "toy", "small", 2), (imported.Outcome, imported.Target.SearchSpace, imported.Target.ModelConfig.Input, imported.Target.Labels));
        Assert.Empty(imported.Target.Warnings);
        Assert.Equal(["conv>pool>skip", "pool>pool>pool"], await ExportAsync(measurements, "toy", "imported/board"));
        Assert.Equal(ImportOutcome.Unchanged, (await measurements.ImportMeasurementsAsync(request, cancellationToken: Token)).Outcome);

        request.SearchSpace = "";
        await RpcAssert.FailsOnAsync(measurements.ImportMeasurementsAsync(request, cancellationToken: Token), "latencies[0].architecture", "latencies[1].architecture");
        request.SearchSpace = "space";
        Assert.Contains("There is no search space 'space': use one of nas-bench-201, toy.", await RpcAssert.FailsOnAsync(measurements.ImportMeasurementsAsync(request, cancellationToken: Token), "search_space"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_learns_from_targets_of_its_own_space()
    {
        var coordinator = await StartAsync(new ToySpace(), "imported/a", "imported/b");
        await coordinator.EnrolAsync(Device);
        var predictors = new PredictorService.PredictorServiceClient(coordinator.AsAdmin());
        var request = new ChooseMeasurementsRequest { Target = Target, SearchSpace = "toy", Samples = 4, StartCampaign = true };

        var choice = await predictors.ChooseMeasurementsAsync(request, cancellationToken: Token);

        Assert.Equal(["imported/a", "imported/b"], choice.PriorTargets);
        Assert.Equal(4, choice.Architectures.Distinct().Count());
        Assert.All(choice.Architectures, architecture => Assert.Null(new ToySpace().WhyNotMeasurable(new SearchSpaces.Architecture("toy", architecture))));
        Assert.Equal(("toy", "small"), (choice.Campaign.Selection.SearchSpace, choice.Campaign.ModelConfig.Input));
        request.SearchSpace = "";
        Assert.Contains("There are 0 targets with a predictor", await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, predictors.ChooseMeasurementsAsync(request, cancellationToken: Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_in_a_space_that_cannot_be_listed_is_of_a_sample()
    {
        var coordinator = await StartAsync(new ToySpace(isListed: false), "imported/a", "imported/b");
        await coordinator.EnrolAsync(Device);

        var choice = await new PredictorService.PredictorServiceClient(coordinator.AsAdmin()).ChooseMeasurementsAsync(new ChooseMeasurementsRequest { Target = Target, SearchSpace = "toy", Samples = 5 }, cancellationToken: Token);

        Assert.Equal(["imported/a", "imported/b"], choice.PriorTargets);
        Assert.Equal(5, choice.Architectures.Distinct().Count());
    }

    [Theory]
    [InlineData(true, 64)]
    [InlineData(false, 2)]
    public async Task Published_predictions_are_of_the_whole_space_or_of_what_was_measured_where_it_cannot_be_listed(bool isListed, int predictions)
    {
        var coordinator = await StartAsync(new ToySpace(isListed), Target);
        await MeasureAsync(coordinator, ("toy", ["conv>pool>skip", "pool>pool>pool"]));

        var snapshot = (await new SnapshotService.SnapshotServiceClient(coordinator.AsAdmin()).CreateSnapshotAsync(new CreateSnapshotRequest { IncludePredictions = true }, cancellationToken: Token)).Snapshot;

        var manifest = SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync(Path.Combine(snapshot.Path, SnapshotLayout.ManifestFile), Token))!;
        Assert.Equal((long)predictions, Assert.Single(manifest.Tables, table => table.Name == "predictions").Rows);
    }

    /// <summary>Starts a coordinator that knows a toy space, with linear predictors of it that serve the targets.</summary>
    private async Task<RunningCoordinator> StartAsync(ToySpace space, params string[] predicted)
    {
        var spaces = new SearchSpaceRegistry([SearchSpaceRegistry.BuiltIn.Default, space]);
        var coordinator = new RunningCoordinator { Change = options => options with { SearchSpaces = spaces } };
        if (predicted.Length > 0)
        {
            Directory.CreateDirectory(coordinator.DataDirectory);
            await using var store = Stores.Sqlite(Path.Combine(coordinator.DataDirectory, "latbench.db"));
            await store.MigrateAsync(Token);
            var artifacts = new PredictorArtifacts(new DirectoryArtifactStore(new LatBench.Hosting.DataDirectory(coordinator.DataDirectory).Artifacts));
            foreach (var (place, target) in predicted.Index())
                await TrainAsync(store, artifacts, space, target, place + 1);
        }

        _coordinators.Add(coordinator);
        await coordinator.InitializeAsync();
        return coordinator;
    }

    private static async Task TrainAsync(IStore store, PredictorArtifacts artifacts, ToySpace space, string target, double factor)
    {
        LabelledArchitecture[] labels =
        [
            .. space.Sample(30, 1).Select((architecture, place) => new LabelledArchitecture(architecture, Latency.FromMilliseconds(factor * (1 + architecture.Text.Count(character => character == 'c') + (place * 0.001))))),
        ];
        var files = Trainers.Named("linear").Train(TrainingLabels.Of(space, labels, 1), new TrainingOptions()).Export();
        var stored = await artifacts.StoreAsync(
            new Dictionary<string, byte[]> { [PredictorFileNames.Onnx] = files.Onnx, [PredictorFileNames.Json] = files.Json, [PredictorFileNames.Labels] = "arch_str,latency_ms,role\n"u8.ToArray() }, Token);
        await store.Predictors.CreateAsync(
            new NewPredictor
            {
                Target = target,
                SearchSpace = space.Name,
                Configuration = ModelConfiguration.DefaultOf(space),
                Plan = new TrainingPlan { Trainer = "linear", Seed = 1, HeldOutShare = 0, Threads = 1, TimeLimit = TimeSpan.FromMinutes(1), MemoryBytes = 1L << 30, Promote = true },
                Now = DateTimeOffset.UnixEpoch,
            },
            Token);
        var claimed = (await store.Predictors.ClaimAsync("test", DateTimeOffset.UnixEpoch.AddHours(1), DateTimeOffset.UnixEpoch, Token))!;
        Assert.True(await store.Predictors.CompleteAsync(claimed.Id, "test", new TrainingResult(labels.Length, 0, null, stored), DateTimeOffset.UnixEpoch, Token));
    }

    private static async Task MeasureAsync(RunningCoordinator coordinator, params (string Space, string[] Architectures)[] selections)
    {
        var device = await coordinator.EnrolAsync(Device);
        var campaigns = new CampaignService.CampaignServiceClient(coordinator.AsAdmin());
        var jobs = new JobService.JobServiceClient(device);
        foreach (var (space, architectures) in selections)
        {
            var request = Requests.Campaign(Device, architectures);
            request.Campaign.Selection.SearchSpace = space;
            var name = (await campaigns.CreateCampaignAsync(request, cancellationToken: Token)).Campaign.Name;
            while ((await campaigns.GetCampaignAsync(new GetCampaignRequest { Name = name }, cancellationToken: Token)).Campaign.State == CampaignState.Running)
            {
                var leased = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + Device, MaxJobs = 50 }, cancellationToken: Token);
                foreach (var lease in leased.Leases)
                    await jobs.CompleteJobAsync(Requests.Complete("devices/" + Device, lease, [.. Enumerable.Repeat(500_000L, 8)]), cancellationToken: Token);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> ExportAsync(MeasurementService.MeasurementServiceClient measurements, string space, string target = Target)
    {
        using var call = measurements.ExportMeasurements(new ExportMeasurementsRequest { Target = target, SearchSpace = space }, cancellationToken: Token);
        var architectures = new List<string>();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Token))
        {
            Assert.True(message.Target is null || message.Target.SearchSpace == (space.Length == 0 ? "nas-bench-201" : space));
            architectures.AddRange(message.Latencies.Select(row => row.Architecture));
        }

        return architectures;
    }
}
