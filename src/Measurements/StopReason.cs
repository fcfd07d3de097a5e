namespace LatBench.Measurements;

/// <summary>The reason why no further pass of a model was made.</summary>
public enum StopReason
{
    /// <summary>The interval is as narrow as was wished.</summary>
    ErrorTargetMet = 1,

    /// <summary>The most passes were made.</summary>
    PassLimit = 2,

    /// <summary>The measurement failed.</summary>
    Failed = 3,

    /// <summary>The campaign was cancelled.</summary>
    Cancelled = 4,

    /// <summary>The browser that measured did not come back.</summary>
    DeviceAbsent = 5,

    /// <summary>The device was removed.</summary>
    DeviceRemoved = 6,
}
