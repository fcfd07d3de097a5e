namespace LatBench.Measurements;

/// <summary>
/// Brings durations to the reference clock of their device. The clock of a shared processor varies by some percent within seconds and
/// from minute to minute, for all models alike; beside every block the agent reads a loop whose duration gives the frequency of the core.
/// </summary>
public static class ClockCorrection
{
    /// <summary>
    /// Largest part by which a duration is corrected. A clock further away is a different mode of the machine (throttled, another
    /// governor) in which memory no longer keeps its ratio to the core.
    /// </summary>
    public const double MaxPart = 0.05;

    /// <summary>
    /// By what a duration is multiplied so that it is what it would have been at the reference clock: the ratio of the two durations of the
    /// loop, at most <see cref="MaxPart"/> away from 1; 1 where one is unknown.
    /// </summary>
    /// <param name="clockNs">Duration of the clock loop beside it, in nanoseconds.</param>
    /// <param name="referenceNs">Duration of the clock loop at the reference clock, in nanoseconds.</param>
    public static double Of(long? clockNs, long? referenceNs) => clockNs is { } clock && referenceNs is { } reference
        ? Math.Clamp((double)reference / clock, 1 - MaxPart, 1 + MaxPart)
        : 1;
}
