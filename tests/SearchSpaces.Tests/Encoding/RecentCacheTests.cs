using LatBench.TestKit.ToySpaces;

namespace LatBench.SearchSpaces.Tests.Encoding;

public sealed class RecentCacheTests
{
    [Fact]
    public void Get_computes_what_is_not_kept_and_keeps_no_more_than_two_generations()
    {
        var computed = new List<int>();
        var cache = new RecentCache<int, string>(10, key =>
        {
            computed.Add(key);
            return $"{key}";
        });

        for (var round = 0; round < 3; round++)
            Assert.All(Enumerable.Range(0, 10), key => Assert.Equal($"{key}", cache.Get(key)));
        Assert.Equal(Enumerable.Range(0, 10), computed);

        Assert.All(Enumerable.Range(0, 1000), key => Assert.Equal($"{key}", cache.Get(key)));
        Assert.InRange(cache.Count, 10, 20);
    }

    [Fact]
    public void EncodersOf_an_unlisted_space_gives_the_features_that_the_listed_one_has()
    {
        var (listed, unlisted) = (new ToySpace(), new ToySpace(isListed: false));
        Assert.All(listed.Sample(20, 1), architecture =>
        {
            var (expected, features) = (NetworkFeatures.EncodersOf(listed).Features, NetworkFeatures.EncodersOf(unlisted).Features);
            Assert.Equal((expected.Name, expected.Width), (features.Name, features.Width));
            for (var repeat = 0; repeat < 2; repeat++)
                Assert.Equal(Row(expected, architecture), Row(features, architecture));
        });
    }

    private static float[] Row(IArchitectureEncoder encoder, Architecture architecture)
    {
        var row = new float[encoder.Width];
        encoder.Encode(architecture, row);
        return row;
    }
}
