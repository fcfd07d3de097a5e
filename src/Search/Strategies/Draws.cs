using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies;

/// <summary>Random choices that are the same on every machine.</summary>
internal static class Draws
{
    /// <summary>Different members, all equally likely.</summary>
    public static T[] Sample<T>(SplitMix64 random, IReadOnlyList<T> population, int count)
    {
        T[] deck = [.. population];
        for (var i = 0; i < count; i++)
        {
            var j = i + random.Next(deck.Length - i);
            (deck[i], deck[j]) = (deck[j], deck[i]);
        }

        return deck[..count];
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public static double Unit(SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1UL << 53));
}
