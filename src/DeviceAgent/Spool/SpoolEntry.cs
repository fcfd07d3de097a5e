namespace LatBench.DeviceAgent.Spool;

/// <summary>One report on the disk that the coordinator has not acknowledged.</summary>
/// <param name="Path">Its file.</param>
/// <param name="IsFailure">Whether it is a <c>FailJobRequest</c>; else a <c>CompleteJobRequest</c>.</param>
internal sealed record SpoolEntry(string Path, bool IsFailure);
