using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Artifacts;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Campaigns;
using LatBench.TestKit;
using Microsoft.Data.Sqlite;
using Model = LatBench.Storage.Models.Model;

namespace LatBench.Coordinator.Tests.Artifacts;

/// <summary>Graphs are served as they were when their campaign was created, whatever the exporter writes now.</summary>
public sealed class StoredGraphTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static readonly byte[] OldBytes = Encoding.ASCII.GetBytes("the bytes of an exporter before this one " + new string('x', 30_000));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DirectoryArtifactStore Stored => new(Path.Combine(coordinator.DataDirectory, "artifacts"));

    [Fact]
    public async Task CreateCampaign_stores_the_graphs_and_the_weights_and_none_twice()
    {
        await coordinator.EnrolAsync("stores");
        await using var store = OpenStore();

        await CreateAsync("stores", Requests.Conv3x3Everywhere, Requests.Skip);

        var model = ModelExports.Describe(Spec(Requests.Conv3x3Everywhere), ModelExporter.ExportShared(Spec(Requests.Conv3x3Everywhere)));
        var stored = (await store.Models.FindAsync(model.Sha256, Cancel))!;
        Assert.Equal(model with { Graph = stored.Graph }, stored);
        Assert.Equal(ModelExporter.ExportShared(Spec(Requests.Conv3x3Everywhere)).Graph, GraphCompression.Decompress((await Stored.ReadAsync(stored.Graph!.Artifact, stored.Graph.Offset, stored.Graph.Length, Cancel))!));
        Assert.NotNull(await Stored.FindSizeAsync(model.WeightsSha256, Cancel));
        var files = Files();

        await CreateAsync("stores", Requests.Skip, Requests.Conv3x3Everywhere);

        Assert.Equal(files, Files());
    }

    [Fact]
    public async Task Job_of_an_exporter_with_other_bytes_gets_the_bytes_that_were_stored()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("older"));
        await using var store = OpenStore();
        var (model, weights) = await QueueAsync(store, "older", withGraph: true);

        var leased = Assert.Single((await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/older", MaxJobs = 1 }, cancellationToken: Cancel)).Leases).Job.Model;

        Assert.Equal((model.Sha256, model.WeightsSha256), (leased.Sha256, leased.WeightsSha256));
        Assert.Equal(OldBytes, await DownloadAsync(leased.Sha256));
        Assert.Equal(weights, await DownloadAsync(leased.WeightsSha256));
    }

    [Fact]
    public async Task Job_without_a_stored_graph_whose_bytes_are_exported_no_more_fails_with_the_reason()
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync("lost"));
        await using var store = OpenStore();
        var (model, _) = await QueueAsync(store, "lost", withGraph: false);
        await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/lost", MaxJobs = 1 }, cancellationToken: Cancel);

        var error = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(model.Sha256));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Contains("(cifar100, batch 1, fp32, pruned) is not stored here, and this version of LatBench exports other bytes", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_of_an_earlier_version_is_exported_stored_and_kept_by_the_next_campaign()
    {
        const string Cell = "|avg_pool_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|avg_pool_3x3~2|";
        await coordinator.EnrolAsync("earlier");
        await using var store = OpenStore();
        var sha256 = ModelExporter.ExportShared(Spec(Cell)).Sha256;
        await CreateAsync("earlier", Cell);
        Forget(sha256);

        Assert.Equal(sha256, Hash(await DownloadAsync(sha256)));

        Assert.NotNull(await Stored.FindSizeAsync(sha256, Cancel));
        Assert.Null((await store.Models.FindAsync(sha256, Cancel))!.Graph);
        await CreateAsync("earlier", Cell);
        Assert.NotNull((await store.Models.FindAsync(sha256, Cancel))!.Graph);
    }

    [Fact]
    public async Task Model_whose_artefact_is_gone_is_exported_again()
    {
        await coordinator.EnrolAsync("gone");
        await using var store = OpenStore();
        const string Cell = "|avg_pool_3x3~0|+|none~0|avg_pool_3x3~1|+|none~0|none~1|avg_pool_3x3~2|";
        var sha256 = ModelExporter.ExportShared(Spec(Cell)).Sha256;
        await CreateAsync("gone", Cell);
        var place = (await store.Models.FindAsync(sha256, Cancel))!.Graph!;
        File.Delete(Path.Combine(coordinator.DataDirectory, "artifacts", place.Artifact[..2], place.Artifact));

        Assert.Equal(sha256, Hash(await DownloadAsync(sha256)));
    }

    [Fact]
    public async Task Model_whose_artefact_cannot_be_read_is_exported_again()
    {
        await coordinator.EnrolAsync("unreadable");
        await using var store = OpenStore();
        const string Cell = "|avg_pool_3x3~0|+|none~0|avg_pool_3x3~1|+|none~0|avg_pool_3x3~1|avg_pool_3x3~2|";
        var sha256 = ModelExporter.ExportShared(Spec(Cell)).Sha256;
        await CreateAsync("unreadable", Cell);
        var place = (await store.Models.FindAsync(sha256, Cancel))!.Graph!;
        var path = Path.Combine(coordinator.DataDirectory, "artifacts", place.Artifact[..2], place.Artifact);
        File.Delete(path);
        Directory.CreateDirectory(path);

        Assert.Equal(sha256, Hash(await DownloadAsync(sha256)));
    }

    /// <summary>Queues the jobs of a campaign as an exporter before this one would have: its graph and weights have other bytes than this one writes.</summary>
    private async Task<(Model Model, byte[] Weights)> QueueAsync(IStore store, string device, bool withGraph)
    {
        var graph = withGraph ? OldBytes : [.. OldBytes, .. Encoding.ASCII.GetBytes(device)];
        var weights = Encoding.ASCII.GetBytes($"weights of {device}");
        var (other, compressed) = (GraphCompression.Compress("another graph"u8), GraphCompression.Compress(graph));
        var model = new Model
        {
            Sha256 = Hash(graph),
            WeightsSha256 = withGraph ? await Stored.PutAsync(weights, Cancel) : Hash(weights),
            WeightsFileName = "weights-old.bin",
            SearchSpace = "nas-bench-201",
            CanonicalArchitecture = Requests.Conv3x3Everywhere,
            Architecture = Requests.Conv3x3Everywhere,
            Configuration = new ModelConfiguration { Input = "cifar100" },
            Graph = withGraph ? new(await Stored.PutAsync((byte[])[.. other, .. compressed], Cancel), other.Length, compressed.Length) : null,
        };
        await store.Campaigns.CreateAsync(
            new NewCampaign
            {
                DisplayName = "",
                Request = JsonFormatter.Default.Format(new Contracts.V1.Campaign()),
                Protocol = new MeasurementProtocol(),
                Targets = [$"{device}/ort-1.31.1/cpu/t1"],
                Architectures = [new CampaignArchitecture(model.Architecture, model.Sha256, null)],
                Models = [model],
                Now = DateTimeOffset.UnixEpoch,
            },
            Cancel);
        return (model, weights);
    }

    private IStore OpenStore() => Stores.Sqlite(Path.Combine(coordinator.DataDirectory, "latbench.db"));

    private string[] Files() => [.. Directory.EnumerateFiles(Path.Combine(coordinator.DataDirectory, "artifacts"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static ModelSpec Spec(string architecture) => new(Nas201.SearchSpace, new("nas-bench-201", architecture));

    private async Task CreateAsync(string device, params string[] architectures)
    {
        var request = Requests.Campaign(device, architectures);
        request.Campaign.Remeasure = true;
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(request, cancellationToken: Cancel);
    }

    /// <summary>Makes a model what an earlier version left.</summary>
    private void Forget(string sha256)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(coordinator.DataDirectory, "latbench.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE models SET graph_artifact = NULL, graph_offset = NULL, graph_length = NULL WHERE sha256 = $sha256";
        command.Parameters.AddWithValue("$sha256", sha256);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private async Task<byte[]> DownloadAsync(string sha256)
    {
        var artifacts = new ArtifactService.ArtifactServiceClient(coordinator.AsAdmin());
        using var call = artifacts.DownloadArtifact(new DownloadArtifactRequest { Sha256 = sha256 }, cancellationToken: Cancel);
        using var content = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(Cancel))
            content.Write(chunk.Data.Span);
        return content.ToArray();
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
