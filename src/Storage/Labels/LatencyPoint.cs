using LatBench.Measurements;

namespace LatBench.Storage.Labels;

/// <summary>The latency of an architecture as charts need it: one row of a measurement that has an estimate, or of an imported table.</summary>
/// <param name="Architecture">As of <see cref="Label"/>.</param>
/// <param name="Latency">The latency.</param>
/// <param name="Measurement">The measurement; null for an imported latency.</param>
public sealed record LatencyPoint(string Architecture, Latency Latency, MeasuredPoint? Measurement);

/// <summary>The measurement that a point is of.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Verdict">The verdict; null while passes are still to come.</param>
/// <param name="Ci95Low">Lower end of the 95 % interval.</param>
/// <param name="Ci95High">Upper end of the 95 % interval.</param>
/// <param name="IsReused">True where it was taken over from another campaign.</param>
public sealed record MeasuredPoint(long Id, long CampaignId, Verdict? Verdict, Latency Ci95Low, Latency Ci95High, bool IsReused);

/// <summary>The latency of an architecture on a target.</summary>
/// <param name="Target">The target, with the model configuration.</param>
/// <param name="Point">The latency.</param>
public sealed record TargetLatency(LabelledTarget Target, LatencyPoint Point);
