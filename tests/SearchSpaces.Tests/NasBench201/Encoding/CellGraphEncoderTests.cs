using LatBench.TestKit;

namespace LatBench.SearchSpaces.Tests.NasBench201.Encoding;

public sealed class CellGraphEncoderTests
{
    private static readonly IGraphEncoder Encoder = Nas201.SearchSpace.Encoders!.Graph!;

    [Fact]
    public void Adjacency_worked_by_hand()
    {
        // 0→1 3×3, 1→2 pool, 0→3 skip, 2→3 1×1. Nodes: 0 global, 1 input, 2 3×3, 4 pool, 5 skip, 7 1×1, 8 output.
        var rows = Adjacency(Nas201.Parse("304102")).Chunk(9).Select(row => string.Concat(row)).ToArray();

        Assert.Equal("111111111", rows[0]);
        Assert.Equal("011000001", rows[1]); // itself, the 3×3, and through the skip the output
        Assert.Equal("001010000", rows[2]); // itself and the pool
        Assert.Equal("000010010", rows[4]);
        Assert.Equal("000001000", rows[5]); // the skip is cut off
        Assert.Equal("000000011", rows[7]);
        Assert.Equal("000000001", rows[8]);
    }

    [Fact]
    public void Adjacency_chain_of_skips_links_input_to_output()
    {
        var rows = Adjacency(Nas201.Parse("101001")).Chunk(9).Select(row => string.Concat(row)).ToArray();

        Assert.Equal("010000001", rows[1]);
    }

    [Fact]
    public void Features_worked_by_hand()
    {
        var rows = Features(Nas201.Parse("304102")).Chunk(6).Select(row => string.Concat(row)).ToArray();

        Assert.Equal(["000001", "000100", "010000", "000000", "001000", "000000", "000000", "100000", "000010"], rows);
    }

    [Fact]
    public void Encodings_of_architectures_with_the_same_effective_cell_are_equal() =>
        Assert.All(Nas201.Measurable, architecture =>
        {
            Assert.Equal(Adjacency(Nas201.SearchSpace.Canonicalize(architecture)), Adjacency(architecture));
            Assert.Equal(Features(Nas201.SearchSpace.Canonicalize(architecture)), Features(architecture));
        });

    private static float[] Adjacency(Architecture architecture) => Encode(architecture).Adjacency;

    private static float[] Features(Architecture architecture) => Encode(architecture).Features;

    private static (float[] Adjacency, float[] Features) Encode(Architecture architecture)
    {
        var (adjacency, features) = (new float[Encoder.Nodes * Encoder.Nodes], new float[Encoder.Nodes * Encoder.Features]);
        Encoder.Encode(architecture, adjacency, features);
        return (adjacency, features);
    }
}
