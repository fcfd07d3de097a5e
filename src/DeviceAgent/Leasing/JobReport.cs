using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Spool;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Puts the outcome of a job into the spool as the call that will report it.</summary>
internal sealed class JobReport(ResultSpool spool, string device)
{
    public void Add(JobLease lease, VisitOutcome outcome)
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
