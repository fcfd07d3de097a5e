namespace LatBench.Measurements;

/// <summary>Specifies how fast the machine was when the canary was read.</summary>
public enum CanaryState
{
    /// <summary>As fast as it can be, within <see cref="CanaryHistory.SlowTolerance"/>.</summary>
    Fast = 1,

    /// <summary>Slower: something else had a part of it.</summary>
    Slow = 2,
}
