namespace LatBench.Measurements;

/// <summary>The order in which a pass measures the models of a campaign: random, but the same for the same seed on every machine.</summary>
public static class PassOrder
{
    /// <summary>
    /// Key by which the jobs of a pass are sorted, ascending. Different passes give unrelated orders. Stored with the
    /// jobs, so the numbers never change.
    /// </summary>
    /// <param name="seed">Seed of the campaign's protocol.</param>
    /// <param name="pass">The number of the pass, from 1.</param>
    /// <param name="modelSha256">SHA-256 of the model's graph in lower-case hexadecimal digits.</param>
    /// <returns>A number of 0 or more.</returns>
    public static long Key(ulong seed, int pass, string modelSha256)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pass);
        ArgumentException.ThrowIfNullOrEmpty(modelSha256);
        var state = SplitMix64.Mix(SplitMix64.Mix(seed) ^ (ulong)pass);
        foreach (var character in modelSha256)
            state = SplitMix64.Mix(state ^ character);
        return (long)(state >> 1);
    }
}
