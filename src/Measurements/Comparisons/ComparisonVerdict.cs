namespace LatBench.Measurements.Comparisons;

/// <summary>Specifies what two measurements say about the second latency against the first. The names are part of JSON documents: they never change.</summary>
public enum ComparisonVerdict
{
    /// <summary>The second is faster.</summary>
    Faster = 1,

    /// <summary>The second is slower.</summary>
    Slower = 2,

    /// <summary>The two are equal within the equivalence bound.</summary>
    NoDifference = 3,

    /// <summary>The measurements do not decide it.</summary>
    CannotTell = 4,
}
