namespace LatBench.Measurements;

/// <summary>Decides after each pass whether a model is measured well enough, and when it is measured next.</summary>
public static class StoppingRule
{
    /// <summary>Part of <see cref="MeasurementProtocol.MinSpread"/> that lies between two passes after it: a machine that is slow now is slow in the next moment too.</summary>
    private const double NextPassPart = 1.0 / 240;

    /// <summary>
    /// Returns the reason why no further pass is needed, or null for another pass. A model gets at least
    /// <see cref="MeasurementProtocol.MinPasses"/> over at least <see cref="MeasurementProtocol.MinSpread"/>, then stops once its interval is
    /// narrow enough and rests on enough uncontended passes, and in any case at <see cref="MeasurementProtocol.MaxPasses"/>.
    /// </summary>
    /// <param name="summary">The figures of the passes so far.</param>
    /// <param name="passes">The passes so far.</param>
    /// <param name="protocol">The settings of the protocol.</param>
    public static StopReason? Decide(LatencySummary summary, IReadOnlyList<PassResult> passes, MeasurementProtocol protocol)
    {
        if (summary.Passes < protocol.MinPasses) return null;
        var met = summary.RelativeError <= protocol.MaxRelativeError && Spread(passes) >= protocol.MinSpread && !LatencyEstimator.LacksUncontendedPasses(passes);
        if (met) return StopReason.ErrorTargetMet;
        return summary.Passes >= protocol.MaxPasses ? StopReason.PassLimit : null;
    }

    /// <summary>
    /// Returns true if a model has what the protocol asks of every model: <see cref="MeasurementProtocol.MinPasses"/> over at least
    /// <see cref="MeasurementProtocol.MinSpread"/>. A measurement that goes on from there is after a narrower interval, and has a verdict even
    /// where its campaign is cancelled.
    /// </summary>
    /// <param name="passes">The number of passes so far.</param>
    /// <param name="spread"><see cref="Spread"/> of them.</param>
    /// <param name="protocol">The settings of the protocol.</param>
    public static bool HasEnough(int passes, TimeSpan spread, MeasurementProtocol protocol) => passes >= protocol.MinPasses && spread >= protocol.MinSpread;

    /// <summary>Returns the time to wait with a pass beyond the first <see cref="MeasurementProtocol.MinPasses"/>.</summary>
    /// <param name="spread"><see cref="Spread"/> of the passes so far.</param>
    /// <param name="protocol">The settings of the protocol.</param>
    public static TimeSpan Pause(TimeSpan spread, MeasurementProtocol protocol) =>
        spread < protocol.MinSpread ? protocol.PassInterval() : protocol.MinSpread * NextPassPart;

    /// <summary>Time from the start of the first pass to the start of the last, by the device's clock.</summary>
    /// <param name="passes">At least one pass, in any order.</param>
    public static TimeSpan Spread(IReadOnlyList<PassResult> passes) =>
        passes.Max(pass => pass.StartTime) - passes.Min(pass => pass.StartTime);
}
