using System.Globalization;

namespace LatBench.EndToEnd.Tests.Soak;

/// <summary>The duration and the seed of the faults: the same seed makes the same faults in the same order.</summary>
/// <param name="Seed">Of the schedule; LATBENCH_SOAK_SEED, which <c>test.sh --seed</c> sets.</param>
/// <param name="Duration">The time during which faults are made, in whole rounds; LATBENCH_SOAK_MINUTES, which <c>test.sh --minutes</c> sets.</param>
internal sealed record SoakPlan(int Seed, TimeSpan Duration)
{
    private const int DefaultSeed = 20;

    /// <summary>One round, unless told otherwise.</summary>
    public static SoakPlan FromEnvironment() => new(
        (int?)Number("LATBENCH_SOAK_SEED") ?? DefaultSeed,
        TimeSpan.FromMinutes(Number("LATBENCH_SOAK_MINUTES") ?? 0));

    private static double? Number(string variable) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
