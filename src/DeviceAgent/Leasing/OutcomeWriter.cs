using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Spool;
using LatBench.Hosting.Files;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Puts finished jobs into the spool. A disk that takes nothing more is waited for: a measured result is not thrown away.</summary>
internal sealed class OutcomeWriter(Action<JobLease, JobOutcome> add, PauseReporter pauses, Backoff backoff, ILogger logger)
{
    /// <summary>Takes what it has written off the list; ends early only where told to stop.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop, and the disk still takes nothing.</exception>
    public async Task WriteAsync(List<(JobLease Lease, JobOutcome Outcome)> finished, CancellationToken stop)
    {
        while (finished.Count > 0)
        {
            var (lease, outcome) = finished[0];
            try
            {
                add(lease, outcome);
            }
            catch (Exception exception) when (FileError.Is(exception))
            {
                await pauses.BeginAsync(PauseReason.DiskFull, $"the disk takes no more results ({FileError.Of(exception).Reason})", stop).ConfigureAwait(false);
                await backoff.WaitAsync(stop).ConfigureAwait(false);
                continue;
            }

            await pauses.EndAsync(PauseReason.DiskFull, stop).ConfigureAwait(false);
            backoff.Reset();
            finished.RemoveAt(0);
            if (outcome.Failure is { } failure) LoopLog.Failed(logger, lease.Job.Name, failure.Reason, failure.Message);
        }
    }
}

/// <summary>Puts the outcome of a job into the spool as the call that will report it.</summary>
internal sealed class JobReport(ResultSpool spool, string device)
{
    public void Add(JobLease lease, JobOutcome outcome)
    {
        if (outcome.Result is { } result)
        {
            spool.Add(new CompleteJobRequest { Device = device, Job = lease.Job.Name, LeaseId = lease.LeaseId, Result = result.ToProto() });
            return;
        }

        if (outcome.Profile is { } profile)
        {
            spool.Add(new CompleteProfileJobRequest { Device = device, Job = lease.Job.Name, LeaseId = lease.LeaseId, Profile = profile.ToProto() });
            return;
        }

        var failure = outcome.Failure!;
        spool.Add(new FailJobRequest
        {
            Device = device,
            Job = lease.Job.Name,
            LeaseId = lease.LeaseId,
            Reason = failure.Reason.ToProto(),
            Message = failure.Message,
        });
    }
}
