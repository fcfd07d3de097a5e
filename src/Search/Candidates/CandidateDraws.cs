using LatBench.SearchSpaces;

namespace LatBench.Search.Candidates;

/// <summary>Draws a large sample of a space block by block, so that it need not be in memory as a whole.</summary>
public static class CandidateDraws
{
    /// <summary>The largest sample: 1,000,000.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The number of architectures that are drawn at once.</summary>
    public const int BlockSize = 8192;

    private const ulong Seed = 2;

    /// <summary>The number of blocks in a row without anything new, after which the space is taken for exhausted.</summary>
    private const int MaxStale = 3;

    /// <summary>Draws blocks of measurable architectures, one for each function, no two of them alike. Only a number of each is remembered.</summary>
    /// <param name="space">The space.</param>
    /// <param name="count">The number of architectures in all; fewer come where the space has fewer.</param>
    public static IEnumerable<Architecture[]> Blocks(ISearchSpace space, int count)
    {
        var (seeds, seen, left, stale) = (new SplitMix64(Seed), new HashSet<ulong>(), count, 0);
        while (left > 0 && stale < MaxStale)
        {
            Architecture[] block = [.. space.Sample(BlockSize, seeds.Next()).Select(space.Representative).Where(architecture => seen.Add(Number(architecture))).Take(left)];
            stale = block.Length == 0 ? stale + 1 : 0;
            left -= block.Length;
            if (block.Length > 0)
                yield return block;
        }
    }

    /// <summary>Returns 64 bits of the text, the same on every machine (FNV-1a): two of a million texts hardly ever have the same.</summary>
    private static ulong Number(Architecture architecture)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in architecture.Text)
            hash = (hash ^ character) * 0x100000001B3;
        return hash;
    }
}
