using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.DeviceAgent.Tests.Support;

internal sealed class FakeDeviceService(Ledger ledger) : DeviceService.DeviceServiceBase
{
    public override Task<EnrolDeviceResponse> EnrolDevice(EnrolDeviceRequest request, ServerCallContext context)
    {
        if (request.EnrolmentToken != Ledger.Token)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "The enrolment token is not valid."));
        ledger.Enrolments.Enqueue(request);
        if (ledger.Enrolments.Count <= ledger.LostEnrolments)
            throw new RpcException(new Status(StatusCode.Internal, "The answer is lost."));
        return Task.FromResult(new EnrolDeviceResponse { Device = new Device { Name = $"devices/{request.DeviceId}" }, Credential = Ledger.Credential });
    }

    public override Task<DescribeDeviceResponse> DescribeDevice(DescribeDeviceRequest request, ServerCallContext context)
    {
        FakeAuthentication.Require(context);
        ledger.Descriptions.Enqueue(request);
        ledger.Tell("described");
        return Task.FromResult(new DescribeDeviceResponse { Device = new Device { Name = request.Name } });
    }
}

internal sealed class FakeJobService(Ledger ledger) : JobService.JobServiceBase
{
    public override async Task<LeaseJobsResponse> LeaseJobs(LeaseJobsRequest request, ServerCallContext context)
    {
        FakeAuthentication.Require(context);
        var leases = ledger.Lease(request.MaxJobs);
        if (leases.Count == 0)
        {
            ledger.Tell("idle");
            await Task.Delay(request.Wait.ToTimeSpan(), TimeProvider.System, context.CancellationToken);
        }

        ledger.Tell("leased");
        return new LeaseJobsResponse { Leases = { leases } };
    }

    public override Task<RenewLeasesResponse> RenewLeases(RenewLeasesRequest request, ServerCallContext context)
    {
        FakeAuthentication.Require(context);
        foreach (var lease in request.LeaseIds) ledger.Renewed.Enqueue(lease);
        return Task.FromResult(new RenewLeasesResponse
        {
            ExpireTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1)),
        });
    }

    public override Task<CompleteJobResponse> CompleteJob(CompleteJobRequest request, ServerCallContext context)
    {
        RequireDelivery(context);
        ledger.Completed.Enqueue(request);
        ledger.Tell("completed");
        return Task.FromResult(new CompleteJobResponse { Counted = true });
    }

    public override Task<CompleteProfileJobResponse> CompleteProfileJob(CompleteProfileJobRequest request, ServerCallContext context)
    {
        RequireDelivery(context);
        ledger.Profiled.Enqueue(request);
        ledger.Tell("profiled");
        return Task.FromResult(new CompleteProfileJobResponse { Counted = true });
    }

    public override Task<FailJobResponse> FailJob(FailJobRequest request, ServerCallContext context)
    {
        RequireDelivery(context);
        ledger.Failed.Enqueue(request);
        ledger.Tell("failed");
        return Task.FromResult(new FailJobResponse());
    }

    public override Task<ReleaseJobsResponse> ReleaseJobs(ReleaseJobsRequest request, ServerCallContext context)
    {
        FakeAuthentication.Require(context);
        foreach (var lease in request.LeaseIds) ledger.Released.Enqueue(lease);
        return Task.FromResult(new ReleaseJobsResponse());
    }

    private void RequireDelivery(ServerCallContext context)
    {
        FakeAuthentication.Require(context);
        var status = ledger.Delivery();
        if (status == StatusCode.OK) return;
        ledger.Tell("refused");
        throw new RpcException(new Status(status, "not now"));
    }
}

internal sealed class FakeArtifactService(Ledger ledger) : ArtifactService.ArtifactServiceBase
{
    private const int ChunkBytes = 64 * 1024;

    public override async Task DownloadArtifact(
        DownloadArtifactRequest request, IServerStreamWriter<DownloadArtifactResponse> responseStream, ServerCallContext context)
    {
        FakeAuthentication.Require(context);
        if (!ledger.Artifacts.TryGetValue(request.Sha256, out var content))
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such artefact."));
        var download = ledger.Downloads.AddOrUpdate(request.Sha256, 1, (_, count) => count + 1);
        ledger.Offsets.Enqueue(request.Offset);
        content = ledger.Tamper(download, content);
        var end = request.Offset + (ledger.BreakAfter(download) ?? int.MaxValue);
        for (var offset = request.Offset; offset < content.Length; offset += ChunkBytes)
        {
            if (offset >= end) throw new RpcException(new Status(StatusCode.Unavailable, "The line broke."));
            var length = (int)Math.Min(ChunkBytes, content.Length - offset);
            await responseStream.WriteAsync(new DownloadArtifactResponse { Offset = offset, Data = ByteString.CopyFrom(content, (int)offset, length) });
        }
    }
}

internal static class FakeAuthentication
{
    public static void Require(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("authorization") != $"Bearer {Ledger.Credential}")
            throw new RpcException(new Status(StatusCode.Unauthenticated, "The credential is not valid."));
    }
}
