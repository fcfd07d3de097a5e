namespace LatBench.Measurements.Tests;

/// <summary>A machine of which everything is known: each pass has a level, each sample noise on it.</summary>
/// <param name="name">What it is like.</param>
/// <param name="level">Level of a pass.</param>
/// <param name="noise">Factor of a sample.</param>
internal sealed class Machine(string name, Func<SplitMix64, double> level, Func<SplitMix64, double> noise)
{
    private const double Base = 1e6;
    private const int Population = 200_000;

    /// <summary>Noise that only adds; no slow state.</summary>
    public static Machine Steady { get; } = new("steady", _ => 1, random => 1 + (0.05 * Exponential(random)));

    /// <summary>Levels between passes spread upwards.</summary>
    public static Machine Drifting { get; } = new("drifting", random => 1 + (0.03 * Exponential(random)), random => 1 + (0.01 * Exponential(random)));

    /// <summary>Half of the passes on a state 1.35 times as slow.</summary>
    public static Machine TwoState { get; } = new("two-state", TwoLevels(0.5), random => 1 + (0.01 * Exponential(random)));

    /// <summary>Seven of ten passes on the fast state.</summary>
    public static Machine MostlyFast { get; } = new("mostly fast", TwoLevels(0.7), random => 1 + (0.01 * Exponential(random)));

    /// <summary>One sample in ten is three times as long.</summary>
    public static Machine Spiky { get; } = new("spiky", random => 1 + (0.005 * Exponential(random)), random => random.NextDouble() < 0.1 ? 3 : 1 + (0.02 * Exponential(random)));

    public static Machine ByName(string name) => new[] { Steady, Drifting, TwoState, MostlyFast, Spiky }.Single(machine => machine.Name == name);

    public string Name { get; } = name;

    /// <summary>The true quiet latency in nanoseconds.</summary>
    public double Quiet()
    {
        var random = new SplitMix64(201);
        var values = new double[Population];
        for (var index = 0; index < values.Length; index++) values[index] = Base * level(random) * noise(random);
        Array.Sort(values);
        return Quantile.OfSorted(values, LatencyEstimator.QuietProbability);
    }

    public IReadOnlyList<PassResult> Passes(int count, int samples, SplitMix64 random) =>
        [.. Enumerable.Range(0, count).Select(_ => Pass(samples, random))];

    private PassResult Pass(int samples, SplitMix64 random)
    {
        var here = Base * level(random);
        return TestPasses.Of(Enumerable.Range(0, samples).Select(_ => (long)(here * noise(random))));
    }

    private static Func<SplitMix64, double> TwoLevels(double fast) =>
        random => (random.NextDouble() < fast ? 1 : 1.35) * (1 + (0.003 * Exponential(random)));

    private static double Exponential(SplitMix64 random) => -Math.Log(1 - random.NextDouble());
}
