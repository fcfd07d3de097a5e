namespace LatBench.Storage.Measurements;

/// <summary>The selection of the raw samples to remove.</summary>
/// <param name="EndedBefore">Those of campaigns that ended before this time, by the coordinator's clock: a device's may be wrong by years.</param>
/// <param name="AfterMeasurement">Only measurements after this one; 0 for all.</param>
/// <param name="MostMeasurements">Measurements of one transaction.</param>
/// <param name="DryRun">Only count.</param>
public sealed record RawSampleSelection(DateTimeOffset EndedBefore, long AfterMeasurement, int MostMeasurements, bool DryRun);

/// <summary>The amounts that were removed in one call, or would have been.</summary>
/// <param name="Measurements">Measurements that lost samples.</param>
/// <param name="Passes">Their passes that did.</param>
/// <param name="Bytes">Bytes of the samples and warm-ups as they were stored.</param>
/// <param name="LastMeasurement">The measurement after which the next call goes on; null where nothing is left.</param>
public sealed record RemovedSamples(int Measurements, int Passes, long Bytes, long? LastMeasurement);
