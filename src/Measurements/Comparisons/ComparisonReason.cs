namespace LatBench.Measurements.Comparisons;

/// <summary>The reason why two measurements do not decide which latency is shorter. The names are part of JSON documents: they never change.</summary>
public enum ComparisonReason
{
    /// <summary>One of them has too few passes for an interval, or for a narrow one.</summary>
    TooFewPasses = 1,

    /// <summary>They are of different model configurations.</summary>
    DifferentConfigurations = 2,

    /// <summary>The machine itself was faster or slower in one of the two runs, as its canary shows.</summary>
    MachineDrift = 3,

    /// <summary>Another process used the core in nearly all passes of one of them.</summary>
    Contention = 4,

    /// <summary>The interval of the ratio holds 1 and is wider than the equivalence bound.</summary>
    WideInterval = 5,
}
