namespace LatBench.Measurements;

/// <summary>Decides which passes of a cancelled measurement another campaign may take over.</summary>
public static class PassReuse
{
    /// <summary>
    /// Time since the end of the cancelled campaign after which its passes are not taken over any more: a machine is updated, moved and
    /// cleaned, and of such changes the canary tells only where both sides have enough readings of it.
    /// </summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>
    /// Returns true if a pass taken under one protocol is the same as one taken under the other: its block and its warm-up have the same
    /// limits. Every other setting decides how many passes there are, when and in which order, but not how one is taken.
    /// </summary>
    public static bool AreAlike(MeasurementProtocol one, MeasurementProtocol other) =>
        one.MinBlockDuration == other.MinBlockDuration
        && one.MinBlockSamples == other.MinBlockSamples
        && one.MaxWarmUpInferences == other.MaxWarmUpInferences;
}
