namespace LatBench.Measurements;

/// <summary>The words that a pass is flagged with. They are stored and published: none may change.</summary>
public static class ConditionFlags
{
    /// <summary>The hypervisor took CPU time away during the job.</summary>
    public const string Steal = "steal";

    /// <summary>The runner was interrupted during the block.</summary>
    public const string Preempted = "preempted";

    /// <summary>The frequency before and after the block differs by more than 1 %.</summary>
    public const string FrequencyChange = "frequency-change";

    /// <summary>A core, package, board, container quota or graphics processor in use was throttled.</summary>
    public const string Throttled = "throttled";

    /// <summary>The runner collected garbage during the block.</summary>
    public const string GarbageCollection = "gc";

    /// <summary>The block began above the configured temperature, because the machine did not cool down in time.</summary>
    public const string Hot = "hot";

    /// <summary>The wall clock was set during the job: start and end are consistent, but not to be compared with other times.</summary>
    public const string ClockJump = "clock-jump";

    /// <summary>The page of a browser was hidden or shown again during the job.</summary>
    public const string VisibilityChange = "visibility-change";

    /// <summary>A browser made its clock coarser during the job.</summary>
    public const string TimerClamped = "timer-clamped";

    /// <summary>A browser told of serious or critical pressure on the processor.</summary>
    public const string Pressure = "pressure";
}
