using LatBench.SearchSpaces.Darts;

namespace LatBench.SearchSpaces.Tests.Darts;

public sealed class EncodersTests
{
    private static readonly DartsSpace Space = new();

    [Fact]
    public void Encode_architectures_with_one_network_have_the_same_numbers()
    {
        var (given, canonical) = (Space.Parse(PublishedGenotypes.DartsV2), Space.Canonicalize(Space.Parse(PublishedGenotypes.DartsV2)));
        Assert.NotEqual(given, canonical);
        foreach (var encoder in new[] { Space.Encoders.Features, Space.Encoders.Operations, Space.Encoders.Cost })
            Assert.Equal(Encode(encoder, canonical), Encode(encoder, given));
        Assert.Equal(Encode(canonical), Encode(given));
        Assert.Equal(Space.Kernel.Point(canonical).Choices, Space.Kernel.Point(given).Choices);
    }

    [Fact]
    public void Encode_features_tell_neighbors_apart()
    {
        var one = Space.Sample(1, seed: 2)[0];
        var own = Encode(Space.Encoders.Features, one);
        Assert.All(Space.Neighbors(one), other => Assert.NotEqual(own, Encode(Space.Encoders.Features, other)));
    }

    [Fact]
    public void Encode_features_have_a_deviation_of_one_over_another_sample()
    {
        var features = Space.Encoders.Features;
        var rows = Space.Sample(1_000, seed: 44).Select(one => Encode(features, one)).ToArray();
        for (var i = 0; i < features.Width; i++)
        {
            var mean = rows.Average(row => row[i]);
            var deviation = Math.Sqrt(rows.Average(row => Math.Pow((row[i] - mean) * features.Scales[i], 2)));
            Assert.True(deviation is > 0.5 and < 2, $"feature {i}: {deviation}");
        }

        Assert.Equal(features.Width, features.Groups.Sum(group => group.Count));
    }

    [Fact]
    public void Encode_foreign_genotypes_are_described_too()
    {
        var one = Space.Parse(PublishedGenotypes.AmoebaNet);
        Assert.All(Encode(Space.Encoders.Features, one), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(20, Encode(Space.Encoders.Operations, one).Sum());
    }

    [Fact]
    public void Graph_of_a_genotype_links_operations_in_the_order_of_the_cell()
    {
        var graph = Space.Encoders.Graph!;
        var (adjacency, features) = (new float[graph.Nodes * graph.Nodes], new float[graph.Nodes * graph.Features]);
        graph.Encode(Space.Parse("max.0+avg.1|sep3.0+sep5.2|dil3.1+dil5.2|skip.3+max.4/max.0+avg.1|sep3.0+sep5.2|dil3.1+dil5.2|skip.3+max.4"), adjacency, features);
        const int input0 = 1, input1 = 2, firstEdge = 3, output = 13;
        Assert.Equal([input0, firstEdge, firstEdge + 2], Successors(input0));
        Assert.Equal([input1, firstEdge + 1, firstEdge + 4], Successors(input1));
        Assert.Equal([firstEdge, firstEdge + 3, firstEdge + 5, output], Successors(firstEdge));
        Assert.Equal([firstEdge + 7, output], Successors(firstEdge + 7));
        Assert.Equal([output, output + 1, output + 2], Successors(output));
        Assert.Equal(graph.Nodes, Successors(0).Length);

        int[] Successors(int node) => [.. Enumerable.Range(0, graph.Nodes).Where(next => adjacency[(node * graph.Nodes) + next] == 1)];
    }

    private static float[] Encode(IArchitectureEncoder encoder, Architecture architecture)
    {
        var features = new float[encoder.Width];
        encoder.Encode(architecture, features);
        return features;
    }

    private static float[] Encode(Architecture architecture)
    {
        var graph = Space.Encoders.Graph!;
        var numbers = new float[graph.Nodes * (graph.Nodes + graph.Features)];
        graph.Encode(architecture, numbers.AsSpan(0, graph.Nodes * graph.Nodes), numbers.AsSpan(graph.Nodes * graph.Nodes));
        return numbers;
    }
}
