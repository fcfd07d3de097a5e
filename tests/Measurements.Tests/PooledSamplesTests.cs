using CsCheck;

namespace LatBench.Measurements.Tests;

public sealed class PooledSamplesTests
{
    private static readonly Gen<(long[] Samples, int Weight)[]> Weighted =
        Gen.Select(Gen.Long[1, 1000].Array[1, 8], Gen.Int[0, 4]).Array[1, 6].Where(passes => passes.Any(pass => pass.Item2 > 0));

    [Fact]
    public void WeightedQuantile_is_the_quantile_of_the_pool_written_out() => Gen.Select(Weighted, Gen.Double[0, 1]).Sample((passes, probability) =>
    {
        var pooled = new PooledSamples([.. passes.Select(pass => TestPasses.Of(pass.Samples))]);
        var written = passes
            .SelectMany(pass => Enumerable.Repeat(pass.Samples, pass.Weight).SelectMany(samples => samples))
            .Select(sample => (double)sample).Order().ToArray();
        Assert.Equal(
            Quantile.OfSorted(written, probability),
            pooled.WeightedQuantile([.. passes.Select(pass => pass.Weight)], probability),
            6);
    });
}
