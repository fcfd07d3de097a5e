namespace LatBench.Measurements;

/// <summary>
/// A small pseudo-random generator that gives the same numbers on every platform and in every version of .NET,
/// which <see cref="Random"/> does not guarantee. Not for secrets. Source: Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators" (OOPSLA 2014); constants of Vigna's reference implementation.
/// </summary>
/// <param name="seed">The state to start from; every value is good.</param>
public sealed class SplitMix64(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>Scrambles 64 bits so that every input bit reaches every output bit; a bijection.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64() => Mix(_state += GoldenGamma);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; uneven by less than one in 2^32, which no resampling sees.</summary>
    /// <param name="bound">The number of values to choose from, 1 or more.</param>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)(((NextUInt64() >> 32) * (ulong)bound) >> 32);
    }

    /// <summary>A number from 0 to just under 1, in steps of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));
}
