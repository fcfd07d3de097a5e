namespace LatBench.Measurements;

/// <summary>Decides after each pass whether a model is measured well enough.</summary>
public static class StoppingRule
{
    /// <summary>
    /// Why no further pass is needed, or null for another pass. A model gets at least
    /// <see cref="MeasurementProtocol.MinPasses"/>, then stops once its interval is narrow enough, and in any case at
    /// <see cref="MeasurementProtocol.MaxPasses"/>.
    /// </summary>
    public static StopReason? Decide(LatencySummary summary, MeasurementProtocol protocol)
    {
        if (summary.Passes < protocol.MinPasses) return null;
        if (summary.RelativeError <= protocol.MaxRelativeError) return StopReason.ErrorTargetMet;
        return summary.Passes >= protocol.MaxPasses ? StopReason.PassLimit : null;
    }
}
