namespace LatBench.DeviceAgent.Spool;

/// <summary>One report on the disk that the coordinator has not acknowledged.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Report">The call that delivers it.</param>
internal sealed record SpoolEntry(string Path, SpoolReport Report);

/// <summary>The calls that deliver a report; the extension of a file in the spool says which.</summary>
internal enum SpoolReport
{
    /// <summary><c>CompleteJobRequest</c>.</summary>
    Completed,

    /// <summary><c>CompleteProfileJobRequest</c>.</summary>
    Profiled,

    /// <summary><c>FailJobRequest</c>.</summary>
    Failed,
}
