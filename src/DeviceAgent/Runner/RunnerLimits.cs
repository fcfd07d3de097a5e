using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Keeps a greedy model from taking the machine down with it.</summary>
internal static class RunnerLimits
{
    /// <summary>Part of the memory available at start that a runner may use.</summary>
    private const double MemoryShare = 0.8;

    /// <summary>
    /// Bounds the memory of this process and asks the kernel to end it before any other when memory runs out.
    /// Where the system has no such limits nothing is set.
    /// </summary>
    public static void Apply(SystemFiles files)
    {
        if (!OperatingSystem.IsLinux()) return;
        var available = files.MemoryBytes("MemAvailable");
        var allowed = new ContainerLimits(files).MemoryBytes();
        if (available is { } bytes)
        {
            var limit = (ulong)(MemoryShare * Math.Min(bytes, allowed ?? bytes));
            // A limit that the agent was started with is never raised, although root could.
            Span<ulong> given = stackalloc ulong[2];
            if (Libc.GetLimit(Libc.ResourceData, given) == 0) limit = Math.Min(limit, given[0]);
            _ = Libc.SetLimit(Libc.ResourceData, [limit, limit]);
        }

        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A container may forbid it; the data limit above still holds.
        }
    }
}
