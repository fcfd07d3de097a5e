namespace LatBench.Measurements.Tests;

/// <summary>A machine of which everything is known: each pass has a level, each sample noise on it.</summary>
/// <param name="name">Its name, a word for its behaviour.</param>
/// <param name="level">Level of a pass, given the time of the job in seconds.</param>
/// <param name="noise">Factor of a sample.</param>
internal sealed class Machine(string name, Func<double, SplitMix64, double> level, Func<SplitMix64, double> noise)
{
    private const double Base = 1e6;
    private const int Population = 200_000;
    private const double SecondsOfTruth = 3600;

    private static readonly Machine[] All =
    [
        // Noise that only adds, and beside which half a percent is little; no slow state.
        new("steady", (_, _) => 1, random => 1 + (0.2 * Exponential(random))),

        // Levels between passes spread upwards.
        new("drifting", (_, random) => 1 + (0.03 * Exponential(random)), random => 1 + (0.01 * Exponential(random))),

        // Half of the passes on a state 1.35 times as slow.
        new("two-state", TwoLevels(0.5), random => 1 + (0.01 * Exponential(random))),

        // The same, and noise beside which half a percent is little.
        new("noisy two-state", TwoLevels(0.5), random => 1 + (0.25 * Exponential(random))),

        // Seven of ten passes on the fast state.
        new("mostly fast", TwoLevels(0.7), random => 1 + (0.25 * Exponential(random))),

        // One sample in ten is three times as long.
        new("spiky", (_, random) => 1 + (0.03 * Exponential(random)), random => random.NextDouble() < 0.1 ? 3 : 1 + (0.06 * Exponential(random))),

        // Slower by one percent in an hour, as a machine that warms up.
        new("slowing", (seconds, random) => 1 + (0.01 * seconds / 3600) + (0.003 * Exponential(random)), random => 1 + (0.01 * Exponential(random))),

        // Fast and slow for twenty seconds each: passes that follow one another see the same state.
        new("long states", (seconds, random) => ((int)(seconds / 20) % 2 == 0 ? 1 : 1.35) * (1 + (0.003 * Exponential(random))), random => 1 + (0.01 * Exponential(random))),
    ];

    public static Machine ByName(string name) => All.Single(machine => machine.Name == name);

    public string Name { get; } = name;

    /// <summary>The true latency in nanoseconds.</summary>
    public double Latency()
    {
        var random = new SplitMix64(201);
        var values = new double[Population];
        for (var index = 0; index < values.Length; index++)
            values[index] = Base * level(random.NextDouble() * SecondsOfTruth, random) * noise(random);
        Array.Sort(values);
        return Quantile.OfSorted(values, LatencyEstimator.Probability);
    }

    public IReadOnlyList<PassResult> Passes(int count, int samples, SplitMix64 random) =>
        [.. Passes(samples, TimeSpan.FromSeconds(7.5), random).Take(count)];

    /// <summary>Passes without end, so far apart.</summary>
    public IEnumerable<PassResult> Passes(int samples, TimeSpan interval, SplitMix64 random)
    {
        for (var time = TimeSpan.Zero; ; time += interval)
        {
            var here = Base * level(time.TotalSeconds, random);
            yield return TestPasses.At(time, Enumerable.Range(0, samples).Select(_ => (long)(here * noise(random))));
        }
    }

    private static Func<double, SplitMix64, double> TwoLevels(double fast) =>
        (_, random) => (random.NextDouble() < fast ? 1 : 1.35) * (1 + (0.003 * Exponential(random)));

    private static double Exponential(SplitMix64 random) => -Math.Log(1 - random.NextDouble());
}
