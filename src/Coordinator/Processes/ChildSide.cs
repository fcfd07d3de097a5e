namespace LatBench.Coordinator.Processes;

/// <summary>The parts that every child process of the coordinator has in common.</summary>
internal static class ChildSide
{
    /// <summary>The exit code of a process whose coordinator is gone.</summary>
    public const int CoordinatorGone = 3;

    /// <summary>Ends the process when the coordinator has ended, which closes the pipe: no process would take the result.</summary>
    public static void EndWithCoordinator(Stream input) => new Thread(() =>
    {
        while (input.ReadByte() >= 0)
        {
            // Nothing more is expected.
        }

        Environment.Exit(CoordinatorGone);
    })
    { IsBackground = true }.Start();

    /// <summary>When memory runs out the kernel ends this process rather than the coordinator.</summary>
    public static void BeFirstToGo()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A container may forbid it.
        }
    }
}
