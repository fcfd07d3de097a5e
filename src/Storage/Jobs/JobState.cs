namespace LatBench.Storage.Jobs;

/// <summary>The state of a job. The numbers are stored, and stand in partial indexes: they never change.</summary>
internal enum JobState
{
    /// <summary>Waits for its device.</summary>
    Queued = 1,

    /// <summary>Held by its device.</summary>
    Leased = 2,

    /// <summary>Has its result.</summary>
    Done = 3,

    /// <summary>Failed too often.</summary>
    Failed = 4,

    /// <summary>Not wanted any more.</summary>
    Cancelled = 5,
}
