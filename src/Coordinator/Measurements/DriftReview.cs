using LatBench.Measurements;
using LatBench.Storage.Campaigns;

namespace LatBench.Coordinator.Measurements;

/// <summary>
/// Looks at the canary once a campaign has nothing pending, and finds the measurements whose every pass fell in a time when the machine had drifted.
/// </summary>
/// <param name="Remeasure">One pass of each that is to be measured once more.</param>
/// <param name="Suspect">Those that stay doubtful: they have drifted again, or their device is gone.</param>
internal sealed record DriftReview(IReadOnlyList<ReviewedPass> Remeasure, IReadOnlyList<long> Suspect)
{
    /// <summary>The text that is written as the reason of a suspect measurement.</summary>
    public const string Suspicion = "canary-drift";

    /// <summary>Reviews a campaign.</summary>
    /// <param name="passes">Its counted passes.</param>
    /// <param name="canRemeasure">False at a cancellation, where nothing can be queued again.</param>
    public static DriftReview Of(IEnumerable<ReviewedPass> passes, bool canRemeasure)
    {
        var drifted = passes.GroupBy(pass => pass.Target, StringComparer.Ordinal).SelectMany(Drifted).ToArray();
        ReviewedPass[] again = canRemeasure ? [.. drifted.Where(pass => pass is { Remeasured: false, DeviceRemoved: false })] : [];
        return new(again, [.. drifted.Except(again).Select(pass => pass.MeasurementId)]);
    }

    /// <summary>The last pass of each measurement on one target that is valid and has drifted.</summary>
    private static IEnumerable<ReviewedPass> Drifted(IEnumerable<ReviewedPass> onTarget)
    {
        var passes = onTarget.ToArray();
        var history = CanaryHistory.Of(passes.Select(pass => pass.Canary).OfType<CanaryReading>());
        return passes.GroupBy(pass => pass.MeasurementId)
            .Where(measurement => measurement.First().Verdict == Verdict.Valid && history.HasDrifted(measurement.Select(pass => pass.StartTime)))
            .Select(measurement => measurement.Last());
    }
}
