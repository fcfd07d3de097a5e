using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Tests.Comparisons;

/// <summary>
/// A machine on which two models take turns: it is in a fast state or in one 1.35 times as slow, each for a stretch of passes, and its level moves from pass to pass.
/// Of the two models everything is known: the second takes <c>ratio</c> times as long as the first.
/// </summary>
/// <param name="Name">Its name, a word for its behaviour.</param>
/// <param name="Fast">Part of the stretches that are fast.</param>
/// <param name="Stretch">Passes that a stretch lasts on average.</param>
/// <param name="Level">Mean of what is added to the level of a pass, for both models alike.</param>
/// <param name="Noise">Mean of what is added to a sample.</param>
internal sealed record SharedMachine(string Name, double Fast, double Stretch, double Level, double Noise)
{
    private const double Base = 1e6;
    private const double Canary = 3e5;
    private const int CanarySamples = 5;
    private const double SlowFactor = 1.35;
    private const double OwnLevel = 0.003;
    private const double SecondsBetweenPasses = 4;

    private static readonly SharedMachine[] All =
    [
        // One state, and noise that only adds.
        new("steady", 1, 1, 0, 0.2),

        // One state whose level moves by some percent from pass to pass.
        new("drifting", 1, 1, 0.03, 0.05),

        // Half of the time slow, for four passes on end.
        new("two-state", 0.5, 4, 0.003, 0.05),

        // The same with more noise.
        new("noisy two-state", 0.5, 4, 0.003, 0.25),

        // Mostly slow, for three passes on end: few passes say what the models can do.
        new("mostly slow", 0.3, 3, 0.003, 0.1),
    ];

    public static SharedMachine ByName(string name) => All.Single(machine => machine.Name == name);

    /// <summary>Passes of both models in the same passes of one campaign.</summary>
    public (IReadOnlyList<NumberedPass> First, IReadOnlyList<NumberedPass> Second) SamePasses(int passes, int samples, double ratio, SplitMix64 random)
    {
        var levels = Levels(passes, random);
        return (Measure(levels, samples, 1, random), Measure(levels, samples, ratio, random));
    }

    /// <summary>Passes of both models, each in a run of its own.</summary>
    public (IReadOnlyList<NumberedPass> First, IReadOnlyList<NumberedPass> Second) SeparateRuns(int passes, int samples, double ratio, SplitMix64 random) =>
        (Measure(Levels(passes, random), samples, 1, random), Measure(Levels(passes, random), samples, ratio, random));

    private double[] Levels(int passes, SplitMix64 random)
    {
        var levels = new double[passes];
        var fast = random.NextDouble() < Fast;
        for (var pass = 0; pass < passes; pass++)
        {
            if (random.NextDouble() < 1 / Stretch) fast = random.NextDouble() < Fast;
            levels[pass] = (fast ? 1 : SlowFactor) * (1 + (Level * Exponential(random)));
        }

        return levels;
    }

    private NumberedPass[] Measure(double[] levels, int samples, double factor, SplitMix64 random) =>
    [
        .. levels.Select((level, place) =>
        {
            var here = Base * factor * level * (1 + (OwnLevel * Exponential(random)));
            var time = TimeSpan.FromSeconds(place * SecondsBetweenPasses);
            return new NumberedPass(place + 1, TestPasses.At(time, Block(samples, here, random)) with { CanaryNs = Block(CanarySamples, Canary * level, random) });
        }),
    ];

    private long[] Block(int samples, double level, SplitMix64 random) =>
        [.. Enumerable.Range(0, samples).Select(_ => (long)(level * (1 + (Noise * Exponential(random)))))];

    private static double Exponential(SplitMix64 random) => -Math.Log(1 - random.NextDouble());
}
