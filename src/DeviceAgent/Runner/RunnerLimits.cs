using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Keeps a model that needs much memory from exhausting that of the machine.</summary>
internal static class RunnerLimits
{
    /// <summary>Part of the memory available at start that a runner may use.</summary>
    private const double MemoryShare = 0.8;

    private const long BytesPerMebibyte = 1 << 20;

    /// <summary>
    /// Bounds the data memory of this process and asks the kernel to end it before any other when memory runs out.
    /// Where the system has no such limits nothing is set.
    /// </summary>
    /// <param name="files">The operating system's files.</param>
    /// <param name="maxModelMemoryMebibytes">The memory in MiB that models may take beyond what this process has now; null for no bound of its own.</param>
    public static void Apply(SystemFiles files, int? maxModelMemoryMebibytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        if (DataBytes(files, maxModelMemoryMebibytes) is { } bytes)
        {
            var limit = (ulong)bytes;
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

    /// <summary>The bound on data memory in bytes: a share of what is free, and no more than the model's own bound; null where neither is known.</summary>
    public static long? DataBytes(SystemFiles files, int? maxModelMemoryMebibytes)
    {
        long? bound = null;
        if (files.MemoryBytes("MemAvailable") is { } available)
            bound = (long)(MemoryShare * Math.Min(available, new ContainerLimits(files).FreeMemoryBytes() ?? available));
        if (maxModelMemoryMebibytes * BytesPerMebibyte + files.StatusBytes("VmData") is { } wished)
            bound = Math.Min(bound ?? wished, wished);
        return bound;
    }
}
