using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The coordinator's queue of jobs for this device.</summary>
internal sealed class JobQueue(Coordinator coordinator, string device, TimeProvider clock)
{
    /// <summary>The time that one call waits at an empty queue.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<JobLease>> LeaseAsync(int maxJobs, CancellationToken cancellationToken)
    {
        var request = new LeaseJobsRequest { Device = device, MaxJobs = maxJobs, Wait = Duration.FromTimeSpan(Wait) };
        return (await coordinator.Jobs.LeaseJobsAsync(request, coordinator.Call(clock, cancellationToken, Wait)).ConfigureAwait(false)).Leases;
    }

    public async Task<RenewLeasesResponse> RenewAsync(IEnumerable<string> leaseIds, CancellationToken cancellationToken) =>
        await coordinator.Jobs.RenewLeasesAsync(
            new RenewLeasesRequest { Device = device, LeaseIds = { leaseIds } },
            coordinator.Call(clock, cancellationToken)).ConfigureAwait(false);

    /// <summary>Tells why the agent pauses; <see cref="PauseReason.Unspecified"/> where it goes on.</summary>
    public async Task ReportPauseAsync(PauseReason reason, string message, CancellationToken cancellationToken) =>
        await coordinator.Jobs.ReportPauseAsync(
            new ReportPauseRequest { Device = device, Reason = reason, Message = message },
            coordinator.CallWithin(ReportTimeout, clock, cancellationToken)).ConfigureAwait(false);

    public async Task ReleaseAsync(IEnumerable<string> leaseIds, CancellationToken cancellationToken) =>
        await coordinator.Jobs.ReleaseJobsAsync(
            new ReleaseJobsRequest { Device = device, LeaseIds = { leaseIds } },
            coordinator.Call(clock, cancellationToken)).ConfigureAwait(false);
}
