using LatBench.SearchSpaces.Darts;

namespace LatBench.SearchSpaces.Tests.Darts;

/// <summary>The categories that the published surrogate of NAS-Bench-301 reads.</summary>
public sealed class CategoriesTests
{
    private static readonly ISearchSpace Space = new DartsSpace();

    private static IArchitectureCategories Categories => Space.Categories!;

    /// <summary>By hand from the rule of the published program: number of an edge is the number of edges before its node and its input; numbers of operations and pairs are YAHPO Gym's.</summary>
    [Fact]
    public void Write_gives_the_numbers_of_the_published_encoding() => Assert.Equal(
        [
            5, 5, 5, 5, 0, 7, 5, 0, 0, 7, 0, 2, 0, 0,
            4, 4, 0, 4, 7, 4, 0, 7, 0, 0, 4, 7, 0, 0,
            1, 1, 2, 3, 2, 5,
        ],
        Of(Space.Parse(PublishedGenotypes.DartsV2)));

    [Fact]
    public void Write_of_the_last_pairs_and_all_operations() => Assert.Equal(
        [
            1, 2, 0, 3, 4, 0, 0, 6, 7, 0, 0, 0, 1, 5,
            1, 2, 0, 3, 4, 0, 0, 6, 7, 0, 0, 0, 1, 5,
            3, 6, 10, 3, 6, 10,
        ],
        Of(Space.Parse("avg.0+dil3.1|dil5.1+max.2|sep5.2+skip.3|avg.3+sep3.4/avg.0+dil3.1|max.2+dil5.1|skip.3+sep5.2|sep3.4+avg.3")));

    [Fact]
    public void Write_tells_different_architectures_apart_and_not_the_order_of_pairs()
    {
        var sample = Space.Sample(500, seed: 12);

        Assert.Equal(sample.Count, sample.Select(one => string.Join(' ', Of(one))).Distinct().Count());
        Assert.Equal(Of(Space.Canonicalize(Space.Parse(PublishedGenotypes.DartsV2))), Of(Space.Parse(PublishedGenotypes.DartsV2)));
        Assert.All(sample, one => Assert.Equal(16, Of(one).Take(28).Count(category => category > 0)));
    }

    [Fact]
    public void WhyNone_genotypes_of_other_spaces_have_none()
    {
        var amoebaNet = Space.Parse(PublishedGenotypes.AmoebaNet);

        Assert.StartsWith("NAS-Bench-301 knows genotypes of the DARTS space only", Categories.WhyNone(amoebaNet), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Of(amoebaNet));
        Assert.Null(Categories.WhyNone(Space.Parse(PublishedGenotypes.DartsV2)));
    }

    private static int[] Of(Architecture architecture)
    {
        var categories = new int[Categories.Count];
        Categories.Write(architecture, categories);
        return categories;
    }
}
