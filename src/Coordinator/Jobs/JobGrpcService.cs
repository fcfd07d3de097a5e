using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Hosting;
using LatBench.Coordinator.Observability;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Rest;
using LatBench.Coordinator.Security;
using LatBench.Storage;
using LatBench.Storage.Jobs;

namespace LatBench.Coordinator.Jobs;

/// <summary>Work for device agents.</summary>
internal sealed class JobGrpcService(
    IStore store, JobLeasing leasing, JobCompletion completion, CoordinatorOptions options, CoordinatorMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time) : JobService.JobServiceBase
{
    private const int MaxLeases = 256;
    private const int MaxMessage = 2000;
    private const int MaxPauseMessage = 500;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override async Task<LeaseJobsResponse> LeaseJobs(LeaseJobsRequest request, ServerCallContext context)
    {
        var device = RequireOwnDevice(request.Device, context);
        if (request.MaxJobs is < 1 or > MaxLeases)
            throw RpcErrors.InvalidArgument("max_jobs", $"max_jobs {request.MaxJobs} is out of range: 1 to {MaxLeases}.");
        var wait = request.Wait.ToTimeSpanOrNull() ?? TimeSpan.Zero;
        if (wait < TimeSpan.Zero || wait > MaxWait)
            throw RpcErrors.InvalidArgument("wait", "wait is out of range: 0 to 30 s.");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var leases = await leasing.LeaseAsync(device, request.MaxJobs, wait, stop.Token);
        metrics.Leased(leases.Count);
        var response = new LeaseJobsResponse();
        response.Leases.AddRange(leases.Select(JobMapping.ToProto));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<RenewLeasesResponse> RenewLeases(RenewLeasesRequest request, ServerCallContext context)
    {
        context.AnswerPlainly();
        var device = RequireOwnDevice(request.Device, context);
        RequireLeaseCount(request.LeaseIds);
        var now = time.GetUtcNow();
        var expiresAt = now + options.LeaseDuration;
        var lost = await store.Jobs.RenewAsync(device, request.LeaseIds, expiresAt, now, context.CancellationToken);
        var response = new RenewLeasesResponse { ExpireTime = Timestamp.FromDateTimeOffset(expiresAt) };
        response.LostLeaseIds.AddRange(lost);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<CompleteJobResponse> CompleteJob(CompleteJobRequest request, ServerCallContext context)
    {
        context.AnswerPlainly();
        var device = RequireOwnDevice(request.Device, context);
        var job = ResourceName.ParseNumber("jobs", request.Job, "job");
        var faults = PassResultValidator.Validate(request.Result);
        if (faults.Count > 0)
            throw RpcErrors.InvalidArgument(faults);

        var result = new JobResult(device, job, request.LeaseId, request.Result.ToDomain(), time.GetUtcNow());
        var outcome = await completion.CompleteAsync(result, context.CancellationToken);
        if (outcome == CompletionOutcome.UnknownLease)
            throw UnknownLease(request.Job, request.LeaseId);
        metrics.Completed(outcome == CompletionOutcome.Counted);
        return new CompleteJobResponse { Counted = outcome == CompletionOutcome.Counted };
    }

    /// <inheritdoc/>
    public override async Task<CompleteProfileJobResponse> CompleteProfileJob(CompleteProfileJobRequest request, ServerCallContext context)
    {
        var device = RequireOwnDevice(request.Device, context);
        var job = ResourceName.ParseNumber("jobs", request.Job, "job");
        var faults = ProfileValidator.Validate(request.Profile);
        if (faults.Count > 0)
            throw RpcErrors.InvalidArgument(faults);

        var result = new ProfileResult(device, job, request.LeaseId, request.Profile.ToDomain(), time.GetUtcNow());
        return await completion.CompleteProfileAsync(result, context.CancellationToken) switch
        {
            CompletionOutcome.UnknownLease => throw UnknownLease(request.Job, request.LeaseId),
            var outcome => new CompleteProfileJobResponse { Counted = outcome == CompletionOutcome.Counted },
        };
    }

    /// <inheritdoc/>
    public override async Task<FailJobResponse> FailJob(FailJobRequest request, ServerCallContext context)
    {
        var device = RequireOwnDevice(request.Device, context);
        var job = ResourceName.ParseNumber("jobs", request.Job, "job");
        var reason = request.Reason.ToDomain()
            ?? throw RpcErrors.InvalidArgument("reason", "The reason is missing or not known to this coordinator.");
        var message = Printable(request.Message, MaxMessage);

        var failure = new JobFailure(device, job, request.LeaseId, reason, message, time.GetUtcNow());
        metrics.Failed(reason.ToString());
        return await leasing.FailAsync(failure, context.CancellationToken) switch
        {
            FailureOutcome.UnknownLease => throw UnknownLease(request.Job, request.LeaseId),
            var outcome => new FailJobResponse { WillRetry = outcome == FailureOutcome.WillRetry },
        };
    }

    /// <inheritdoc/>
    public override async Task<ReleaseJobsResponse> ReleaseJobs(ReleaseJobsRequest request, ServerCallContext context)
    {
        var device = RequireOwnDevice(request.Device, context);
        RequireLeaseCount(request.LeaseIds);
        await store.Jobs.ReleaseAsync(device, request.LeaseIds, time.GetUtcNow(), context.CancellationToken);
        return new ReleaseJobsResponse();
    }

    /// <inheritdoc/>
    public override async Task<ReportPauseResponse> ReportPause(ReportPauseRequest request, ServerCallContext context)
    {
        context.AnswerPlainly();
        var device = RequireOwnDevice(request.Device, context);
        var reason = request.Reason == PauseReason.Unspecified ? (Storage.Devices.PauseReason?)null : (Storage.Devices.PauseReason)request.Reason;
        if (reason is { } known && !System.Enum.IsDefined(known))
            throw RpcErrors.InvalidArgument("reason", "The reason is not known to this coordinator.");
        await store.Devices.SetPauseAsync(device, reason, Printable(request.Message, MaxPauseMessage), time.GetUtcNow(), context.CancellationToken);
        return new ReportPauseResponse();
    }

    private static string Printable(string text, int max) => new([.. text.Where(c => !char.IsControl(c)).Take(max)]);

    private static string RequireOwnDevice(string name, ServerCallContext context)
    {
        var id = ResourceName.ParseId("devices", name, "device");
        Caller.Of(context).RequireDevice(id);
        return id;
    }

    private static void RequireLeaseCount(RepeatedField<string> leaseIds)
    {
        if (leaseIds.Count is 0 or > MaxLeases)
            throw RpcErrors.InvalidArgument("lease_ids", $"There are {leaseIds.Count} leases; 1 to {MaxLeases} are allowed in one call.");
    }

    private static RpcException UnknownLease(string job, string leaseId) =>
        RpcErrors.NotFound("lease", leaseId, $"The lease was never given to this device for {job}: drop the result.");
}
