using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Cuts a batch into groups of jobs whose models are loaded side by side, each in a runner of its own, in the order of the batch.</summary>
/// <param name="runners">Most jobs of a group.</param>
internal sealed class JobGroups(int runners)
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

/// <summary>Determines the number of jobs to lease at once, so that a batch lasts about as long as wished.</summary>
internal sealed class BatchSize(TimeSpan wishedDuration)
{
    public const int Min = 4;
    public const int Max = 256;

    private const int First = 8;
    private const double Memory = 0.7;

    private double? _secondsPerJob;

    public int Next => _secondsPerJob is { } seconds
        ? (int)Math.Clamp(wishedDuration.TotalSeconds / seconds, Min, Max)
        : First;

    /// <summary>Learns from a batch that was worked through.</summary>
    public void Observe(int jobs, TimeSpan duration)
    {
        if (jobs == 0 || duration <= TimeSpan.Zero) return;
        var seconds = duration.TotalSeconds / jobs;
        _secondsPerJob = _secondsPerJob is { } before ? (Memory * before) + ((1 - Memory) * seconds) : seconds;
    }
}
