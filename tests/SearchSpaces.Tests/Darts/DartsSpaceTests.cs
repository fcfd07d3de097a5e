using LatBench.SearchSpaces.Darts;
using LatBench.SearchSpaces.Tests.Abstractions;

namespace LatBench.SearchSpaces.Tests.Darts;

public sealed class DartsSpaceTests : SearchSpaceContract
{
    private const string Whole = "sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2";

    protected override ISearchSpace Space { get; } = new DartsSpace();

    protected override IReadOnlyList<(string Text, int Position)> Malformed =>
    [
        ("sep3.0+sep3.1", 13),
        ("sep3.0+sep3.2|", 12),
        ("sep4.0+sep3.1", 0),
        (Whole + "/" + Whole + "x", (2 * Whole.Length) + 1),
        ("Genotype(normal=[('none', 0)", 19),
        ("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|", 0),
    ];

    protected override int Count => 12;

    [Fact]
    public void TryParse_official_text_prints_the_compact_one() => Assert.Equal(PublishedGenotypes.DartsV2Compact, Space.Parse(PublishedGenotypes.DartsV2).Text);

    [Fact]
    public void Code_is_short() => Assert.Equal("s0s1s0s1s1k0k0d2-m0m1k2m1m0k2k2m1", Space.Code(Space.Parse(PublishedGenotypes.DartsV2)));

    [Fact]
    public void Code_of_five_nodes_has_at_most_60_characters()
    {
        var code = Space.Code(Space.Parse(PublishedGenotypes.AmoebaNet));
        Assert.Equal("a0m1s0u2s0a3s1k1k0a1.456-a0s1m0w2w0a1m0m1c0s5.346", code);
        Assert.InRange(code.Length, 1, 60);
    }

    [Fact]
    public void Canonicalize_order_of_pairs_does_not_matter() => Assert.Equal(
        Space.Canonicalize(Space.Parse("sep3.0+sep3.1|sep3.0+sep3.1|skip.0+sep3.1|skip.0+dil3.2/max.0+max.1|max.1+skip.2|max.0+skip.2|max.1+skip.2")),
        Space.Canonicalize(Space.Parse(PublishedGenotypes.DartsV2)));

    [Fact]
    public void Canonicalize_leaves_out_nodes_that_the_output_does_not_depend_on() => Assert.Equal(
        $"skip.0+sep5.1|max.0+avg.2|max.0+max.1|max.0+max.1>3/{Whole}",
        Space.Canonicalize(Space.Parse($"dil3.0+dil3.1|sep5.1+skip.0|dil3.2+dil5.3|avg.3+max.0>5/sep3.0+sep3.1|sep3.1+sep3.0|skip.0+sep3.1|skip.0+dil3.2")).Text.Replace("skip.0+sep3.1", "sep3.1+skip.0", StringComparison.Ordinal));

    [Fact]
    public void Canonicalize_five_nodes_of_which_four_are_used_have_four() => Assert.Equal(
        $"{PublishedGenotypes.DartsV2Compact.Split('/')[0]}/max.0+max.1|max.0+max.1|max.0+max.1|max.0+max.1",
        Space.Canonicalize(Space.Parse("sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2|dil5.0+dil5.1>2345/max.0+max.1|max.0+max.1|max.0+max.1|max.0+max.1")).Text
            .Replace("skip.0+sep3.1", "sep3.1+skip.0", StringComparison.Ordinal));

    [Fact]
    public void BuildGraph_pruned_leaves_out_cells_that_are_never_read()
    {
        // Only the last but one cell is read, so every other cell is in vain.
        var one = Space.Parse("sep3.0+skip.0|sep3.0+skip.0|sep3.0+skip.0|sep3.0+skip.0/max.0+skip.0|max.0+skip.0|max.0+skip.0|max.0+skip.0");
        Assert.Equal([1, 3, 5, 7], CellsOf(one, GraphVariant.Pruned));
        Assert.Equal(Enumerable.Range(0, 8), CellsOf(one, GraphVariant.Literal));
    }

    [Fact]
    public void BuildGraph_literal_has_all_nodes_and_pruned_those_that_are_used()
    {
        var one = Space.Parse("dil3.0+dil3.1|sep5.1+skip.0|dil3.2+dil5.3|avg.3+max.0>5/" + Whole);
        Assert.Equal(6 * 2, Sums(GraphVariant.Pruned));
        Assert.Equal(6 * 4, Sums(GraphVariant.Literal));

        int Sums(GraphVariant variant) => Space.BuildGraph(one, Space.DefaultInput, variant).Operators
            .Count(op => op.Place.Part == NetworkPart.Sum && op.Place.Cell is not (2 or 5));
    }

    [Fact]
    public void WhyNotMeasurable_two_pairs_of_long_kernels_in_a_cell_are_refused()
    {
        var one = Space.Parse($"conv7.0+conv7.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2/{Whole}");
        Assert.Contains("normal cell has conv_7x1_1x7 2 times", Space.WhyNotMeasurable(one), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Space.BuildGraph(one, Space.DefaultInput, GraphVariant.Literal));
        Assert.Null(Space.WhyNotMeasurable(Space.Parse($"conv7.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2/{Whole}")));
    }

    [Fact]
    public void Costs_of_the_canonical_form_are_no_larger()
    {
        var one = Space.Parse($"{Whole}/max.0+max.1|max.0+max.1|max.0+max.1|max.0+max.1>2");
        Assert.Equal(Space.Costs(one, Space.DefaultInput), Space.Costs(Space.Canonicalize(one), Space.DefaultInput));
    }

    /// <summary>The canonical form has no unused nodes, and the literal network has them.</summary>
    [Fact]
    public void WhyNoNetwork_literal_counts_the_nodes_without_effect_as_well()
    {
        var one = Space.Parse($"conv7.0+sep3.1|conv7.0+sep3.1|sep3.1+skip.0|skip.0+dil3.3>345/{Whole}");
        Assert.Null(Space.WhyNoNetwork(one, GraphVariant.Pruned));
        Assert.Contains("normal cell has conv_7x1_1x7 2 times", Space.WhyNoNetwork(one, GraphVariant.Literal), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Space.BuildGraph(one, Space.DefaultInput, GraphVariant.Literal));
    }

    [Fact]
    public void Sample_frozen_seed_gives_the_frozen_architecture() => Assert.Equal("m0a1d1k2s0a3a0k1-e0s1e1d2a1m2u1m3", Space.Code(Space.Sample(1, seed: 1)[0]));

    [Fact]
    public void Sample_is_of_the_published_space_and_in_canonical_form() => Assert.All(Space.Sample(200, seed: 5), one =>
    {
        Assert.True(GenotypeTexts.Parse(one).IsOfficial);
        Assert.Equal(one, Space.Canonicalize(one));
    });

    [Fact]
    public void Sample_draws_every_pair_of_inputs_and_every_operation_about_equally_often()
    {
        var edges = Space.Sample(3_000, seed: 6).Select(GenotypeTexts.Parse).SelectMany(one => new[] { one.Normal, one.Reduction }).ToArray();
        for (var node = 0; node < 4; node++)
        {
            var pairs = edges.CountBy(cell => (cell.Edges[2 * node].Input, cell.Edges[(2 * node) + 1].Input)).ToArray();
            Assert.Equal((node + 2) * (node + 1) / 2, pairs.Length);
            Assert.All(pairs, pair => Assert.InRange(pair.Value * pairs.Length / 6_000.0, 0.8, 1.2));
        }

        var operations = edges.SelectMany(cell => cell.Edges).CountBy(edge => edge.Operation).ToArray();
        Assert.Equal(7, operations.Length);
        Assert.All(operations, operation => Assert.InRange(operation.Value * 7 / 48_000.0, 0.95, 1.05));
    }

    [Fact]
    public void Neighbors_of_the_published_space_stay_in_it() =>
        Assert.All(Space.Neighbors(Space.Sample(1, seed: 2)[0]), one => Assert.True(GenotypeTexts.Parse(one).IsOfficial));

    private int[] CellsOf(Architecture architecture, GraphVariant variant) =>
        [.. Space.BuildGraph(architecture, Space.DefaultInput, variant).Operators.Select(op => op.Place.Cell).OfType<int>().Distinct().Order()];
}
