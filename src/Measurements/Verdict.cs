namespace LatBench.Measurements;

/// <summary>Specifies whether a measurement can be relied on.</summary>
public enum Verdict
{
    /// <summary>Good.</summary>
    Valid = 1,

    /// <summary>Taken, but something speaks against it.</summary>
    Suspect = 2,

    /// <summary>Not taken.</summary>
    Failed = 3,

    /// <summary>Not taken to its end: the campaign was cancelled before it had enough passes. Never published; its passes are kept, and can be resumed.</summary>
    Cancelled = 4,
}
