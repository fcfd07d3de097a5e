using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Cuts a batch into groups of jobs whose models are loaded side by side, each in a runner of its own, in the order of the batch.</summary>
/// <param name="runners">Most jobs of a group.</param>
internal sealed class VisitGroups(int runners)
{
    public IEnumerable<IReadOnlyList<JobLease>> Of(IReadOnlyList<JobLease> batch)
    {
        var group = new List<JobLease>();
        foreach (var lease in batch)
        {
            if (group.Count > 0 && (group.Count == runners || !MayShare(group[^1].Job) || !MayShare(lease.Job)))
            {
                yield return group;
                group = [];
            }

            group.Add(lease);
        }

        if (group.Count > 0) yield return group;
    }

    /// <summary>An accelerator has one memory and one queue, so only models of the CPU wait beside each other. A profile is taken alone.</summary>
    private static bool MayShare(Job job) => !job.Profile && job.Target.ExecutionProvider is "" or TargetCatalog.CpuProvider;
}
