using System.Runtime.InteropServices;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

public sealed class SharedWeightsTests
{
    private static readonly SharedWeights Weights = SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32);

    [Fact]
    public void Bytes_hold_values_that_are_exact_in_half_precision()
    {
        foreach (var value in MemoryMarshal.Cast<byte, float>(Weights.Bytes.Span))
        {
            var half = (Half)value;
            Assert.True((float)half == value && (value == 0 || Half.IsNormal(half)), $"{value} is not a normal half.");
        }
    }

    [Fact]
    public void Bytes_hold_negative_values_in_running_means_only()
    {
        foreach (var slice in Weights.Layout.Tensors)
        {
            var values = MemoryMarshal.Cast<byte, float>(Weights.Bytes.Span.Slice((int)slice.Offset, slice.Bytes)).ToArray();
            if (slice.Name.EndsWith("/mean", StringComparison.Ordinal))
                Assert.All(values, value => Assert.InRange(value, -0.25f, 0f));
            else if (slice.Name == "zero")
                Assert.Equal([0f], values);
            else
                Assert.All(values, value => Assert.InRange(value, 1f / 2048, 2.5f));
        }
    }

    [Fact]
    public void FileName_pins_the_bytes() =>
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Weights.Bytes.Span))[..16], Weights.FileName, StringComparison.Ordinal);
}
