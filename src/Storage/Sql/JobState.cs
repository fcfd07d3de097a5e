namespace LatBench.Storage.Sql;

/// <summary>Where a job stands. The numbers are stored, and stand in partial indexes: they never change.</summary>
internal enum JobState
{
    /// <summary>Waits for its device.</summary>
    Queued = 1,

    /// <summary>In the hands of its device.</summary>
    Leased = 2,

    /// <summary>Has its result.</summary>
    Done = 3,

    /// <summary>Failed too often.</summary>
    Failed = 4,

    /// <summary>Not wanted any more.</summary>
    Cancelled = 5,
}
