using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Exporter.Tests;

/// <summary>Inputs in [-1, 1].</summary>
internal static class TestInputs
{
    public static float[] Random(ModelSpec spec, ulong seed)
    {
        var random = new SplitMix64(seed);
        var values = new float[spec.InputShape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.Next(20_001) - 10_000) / 10_000f;
        return values;
    }

    public static float[] Constant(ModelSpec spec, float value)
    {
        var values = Random(spec, seed: 0);
        Array.Fill(values, value);
        return values;
    }
}
