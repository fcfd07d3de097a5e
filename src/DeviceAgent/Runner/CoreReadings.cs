namespace LatBench.DeviceAgent.Runner;

/// <summary>The readings of the core before and after a block.</summary>
/// <param name="ClockNs">Duration of the clock loop, the mean of the two.</param>
/// <param name="Ratio">The larger of the two ratios: what shared the core at one end of the block shared it within.</param>
/// <param name="LeastRatio">The least ratio seen.</param>
internal sealed record CoreReadings(long ClockNs, double Ratio, double LeastRatio)
{
    public static CoreReadings Of(CoreReading before, CoreReading after) => new(
        (before.ClockNs + after.ClockNs) / 2,
        Math.Max(before.Ratio, after.Ratio),
        Math.Min(before.LeastRatio, after.LeastRatio));
}
