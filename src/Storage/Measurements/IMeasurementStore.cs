using LatBench.Measurements;

namespace LatBench.Storage.Measurements;

/// <summary>Measurements and their passes.</summary>
public interface IMeasurementStore
{
    /// <summary>One measurement; null where there is none.</summary>
    Task<Measurement?> FindAsync(long measurementId, CancellationToken cancellationToken);

    /// <summary>Measurements ordered by id, those after <paramref name="afterId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Measurement>> ListAsync(MeasurementFilter filter, long? afterId, int limit, CancellationToken cancellationToken);

    /// <summary>The passes of a measurement in order, with every raw sample; those of the original for a reused one.</summary>
    Task<IReadOnlyList<StoredPass>> ListPassesAsync(long measurementId, CancellationToken cancellationToken);

    /// <summary>The profile of a measurement, that of the original for a reused one; null where there is none.</summary>
    Task<OperatorProfile?> FindProfileAsync(long measurementId, CancellationToken cancellationToken);

    /// <summary>The readings of the canary on a device, newest first, those before <paramref name="before"/> (null for the first page).</summary>
    Task<IReadOnlyList<StoredCanaryReading>> ListCanaryReadingsAsync(CanaryFilter filter, CanaryPosition? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the raw samples and the warm-up of the passes of old campaigns, some measurements a call. Figures, conditions and the canary stay, and
    /// so do the passes themselves: a result that is delivered again is still known.
    /// </summary>
    Task<RemovedSamples> RemoveRawSamplesAsync(RawSampleSelection selection, CancellationToken cancellationToken);
}

/// <summary>A filter for measurements; null means any.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Target">The slug of the target.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="UploadedModel">The SHA-256 of an uploaded model, in any configuration.</param>
public sealed record MeasurementFilter(long? CampaignId = null, string? Target = null, Verdict? Verdict = null, string? UploadedModel = null);

/// <summary>A filter for readings of the canary; null means any.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Target">The slug of the target that was measured beside it.</param>
/// <param name="Start">Only readings at or after this time.</param>
/// <param name="End">Only readings before this time.</param>
public sealed record CanaryFilter(string DeviceId, string? Target = null, DateTimeOffset? Start = null, DateTimeOffset? End = null);

/// <summary>The place of a reading in the order of all of a device: by time, and by pass where several are of one time.</summary>
/// <param name="Time">The time of the reading.</param>
/// <param name="PassId">Identity of its pass.</param>
public readonly record struct CanaryPosition(DateTimeOffset Time, long PassId);

/// <summary>One stored reading of the canary.</summary>
/// <param name="Position">Its place in the order of all of its device.</param>
/// <param name="Target">The slug of the target that was measured beside it.</param>
/// <param name="MeasurementId">The measurement that was measured beside it.</param>
/// <param name="Reading">The reading.</param>
/// <param name="Conditions">The conditions of the machine around it.</param>
public sealed record StoredCanaryReading(CanaryPosition Position, string Target, long MeasurementId, CanaryReading Reading, Conditions Conditions);

/// <summary>The selection of the raw samples to remove.</summary>
/// <param name="EndedBefore">Those of campaigns that ended before this time, by the coordinator's clock: a device's may be wrong by years.</param>
/// <param name="AfterMeasurement">Only measurements after this one; 0 for all.</param>
/// <param name="MaxMeasurements">Measurements of one transaction.</param>
/// <param name="DryRun">Only count.</param>
public sealed record RawSampleSelection(DateTimeOffset EndedBefore, long AfterMeasurement, int MaxMeasurements, bool DryRun);

/// <summary>The amounts that were removed in one call, or would have been.</summary>
/// <param name="Measurements">Measurements that lost samples.</param>
/// <param name="Passes">Their passes that did.</param>
/// <param name="Bytes">Bytes of the samples and warm-ups as they were stored.</param>
/// <param name="LastMeasurement">The measurement after which the next call goes on; null where nothing is left.</param>
public sealed record RemovedSamples(int Measurements, int Passes, long Bytes, long? LastMeasurement);
