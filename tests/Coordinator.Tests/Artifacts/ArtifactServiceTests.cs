using System.Security.Cryptography;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Coordinator.Tests.Artifacts;

public sealed class ArtifactServiceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ArtifactService.ArtifactServiceClient Artifacts => new(coordinator.AsAdmin());

    [Fact]
    public async Task Leased_model_and_its_weights_have_the_promised_hashes()
    {
        var model = await LeaseModelAsync("hashes");

        Assert.Equal(model.Sha256, Hash(await DownloadAsync(model.Sha256, 0)));
        Assert.Equal(model.WeightsSha256, Hash(await DownloadAsync(model.WeightsSha256, 0)));
        Assert.Contains(model.WeightsSha256[..16], model.WeightsFileName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LatBench.SearchSpaces.Precision.Fp32)]
    [InlineData(LatBench.SearchSpaces.Precision.Fp16)]
    [InlineData(LatBench.SearchSpaces.Precision.Int8)]
    public async Task Weights_of_every_precision_are_served(LatBench.SearchSpaces.Precision precision)
    {
        var weights = LatBench.Exporter.SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, precision);
        Assert.Equal(weights.Sha256, Hash(await DownloadAsync(weights.Sha256, 0)));
    }

    [Fact]
    public async Task Download_resumes_from_any_offset()
    {
        var model = await LeaseModelAsync("resume");
        var whole = await DownloadAsync(model.WeightsSha256, 0);
        var size = (await Artifacts.StatArtifactAsync(new StatArtifactRequest { Sha256 = model.WeightsSha256 }, cancellationToken: Cancel)).SizeBytes;

        Assert.Equal(size, whole.Length);
        Assert.Equal(whole[300_001..], await DownloadAsync(model.WeightsSha256, 300_001));
        Assert.Empty(await DownloadAsync(model.WeightsSha256, size));
    }

    [Fact]
    public async Task Offset_past_the_end_is_out_of_range()
    {
        var model = await LeaseModelAsync("past-end");

        var error = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(model.Sha256, 1_000_000_000));

        Assert.Equal(StatusCode.OutOfRange, error.StatusCode);
    }

    [Theory]
    [InlineData("../../etc/passwd", StatusCode.InvalidArgument)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", StatusCode.NotFound)]
    public async Task What_is_no_artefact_is_refused(string sha256, StatusCode expected) =>
        await RpcAssert.FailsAsync(expected, Artifacts.StatArtifactAsync(new StatArtifactRequest { Sha256 = sha256 }, cancellationToken: Cancel));

    private async Task<ModelFile> LeaseModelAsync(string device)
    {
        var jobs = new JobService.JobServiceClient(await coordinator.EnrolAsync(device));
        await new CampaignService.CampaignServiceClient(coordinator.AsAdmin())
            .CreateCampaignAsync(Requests.Campaign(device, Requests.Conv3x3Everywhere), cancellationToken: Cancel);
        var leases = await jobs.LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/" + device, MaxJobs = 1 }, cancellationToken: Cancel);
        return leases.Leases[0].Job.Model;
    }

    private async Task<byte[]> DownloadAsync(string sha256, long offset)
    {
        using var call = Artifacts.DownloadArtifact(new DownloadArtifactRequest { Sha256 = sha256, Offset = offset }, cancellationToken: Cancel);
        using var content = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(Cancel))
        {
            Assert.Equal(offset + content.Length, chunk.Offset);
            content.Write(chunk.Data.Span);
        }

        return content.ToArray();
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
