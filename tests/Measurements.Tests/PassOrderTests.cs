using CsCheck;

namespace LatBench.Measurements.Tests;

public sealed class PassOrderTests
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(1UL, 1, 6848177276969753651L)]
    [InlineData(1UL, 2, 6538445358356277549L)]
    [InlineData(2UL, 1, 3877586300418435708L)]
    public void Key_is_frozen(ulong seed, int pass, long expected) => Assert.Equal(expected, PassOrder.Key(seed, pass, Sha256));

    [Fact]
    public void Key_is_never_negative() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 1000], Gen.String.Where(text => text.Length > 0)).Sample((seed, pass, text) => PassOrder.Key(seed, pass, text) >= 0);

    [Fact]
    public void Key_passes_have_unrelated_orders()
    {
        var models = Enumerable.Range(0, 2000).Select(index => index.ToString("x64", null)).ToArray();
        var places = models.OrderBy(model => PassOrder.Key(1, 1, model)).Select((model, place) => (model, place)).ToDictionary(pair => pair.model, pair => pair.place);
        var second = models.OrderBy(model => PassOrder.Key(1, 2, model)).Select(model => (double)places[model]).ToArray();
        var mean = second.Average();
        var covariance = second.Select((value, place) => (value - mean) * (place - mean)).Sum();
        Assert.InRange(covariance / second.Sum(value => (value - mean) * (value - mean)), -0.1, 0.1);
        Assert.Equal(models.Length, models.Select(model => PassOrder.Key(1, 1, model)).Distinct().Count());
    }
}
