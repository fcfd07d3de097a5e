namespace LatBench.SearchSpaces;

/// <summary>
/// A small seeded generator whose numbers are the same on every machine and .NET version, so that a sample named in a
/// paper can be drawn again. <see cref="Random"/> promises no such thing: its seeded algorithm is an implementation detail.
/// </summary>
/// <remarks>Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
/// <param name="seed">Any value; equal seeds give equal sequences.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>, each equally likely.</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        var uneven = (0 - range) % range; // 2^64 mod range: so many draws would favour the small numbers
        ulong draw;
        do
            draw = Next();
        while (draw < uneven);
        return (int)(draw % range);
    }

    /// <summary>Different members of a population, all equally likely, in random order. A larger sample from the same state begins with the smaller one.</summary>
    /// <param name="population">What to draw from.</param>
    /// <param name="count">0 up to the size of the population.</param>
    public T[] Sample<T>(IReadOnlyList<T> population, int count)
    {
        T[] deck = [.. population];
        for (var i = 0; i < count; i++)
        {
            var j = i + Next(deck.Length - i);
            (deck[i], deck[j]) = (deck[j], deck[i]);
        }

        return deck[..count];
    }

    /// <summary>All members of a population in random order.</summary>
    public T[] Shuffle<T>(IReadOnlyList<T> population) => Sample(population, population.Count);
}
