using CsCheck;
using LatBench.SearchSpaces.Tests.Abstractions;

namespace LatBench.SearchSpaces.Tests.NasBench101;

public sealed class NasBench101SpaceTests : SearchSpaceContract
{
    protected override ISearchSpace Space => SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    protected override IReadOnlyList<(string Text, int Position)> Malformed =>
    [
        ("110.10", 6), ("110.11.1|", 9), ("10.1|conv3x3-bn-relu,maxpool3x3", 20), ("10.1|conv5x5-bn-relu", 5), ("1|x", 2), ("10.0|conv3x3-bn-relu", 0),
        ("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", 0), ("Genotype(normal=[])", 0), ("333333", 0), ("28cfc7874f6d200472e1a9dcd8650aa0", 0),
        ("""{"matrix": [[0, 1], [1, 0]], "ops": ["input", "output"]}""", 21), ("""{"matrix": ["01", "00"], "ops": ["input", "x", "output"]}""", 47),
        ("conv>skip>pool", 0),
    ];

    [Theory]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}""", "1|")]
    [InlineData("""{"ops":["input","maxpool3x3","output"],"matrix":["011","001","000"]}""", "11.1|maxpool3x3")]
    [InlineData("110.10.1|conv3x3-bn-relu,maxpool3x3", "110.10.1|conv3x3-bn-relu,maxpool3x3")]
    [InlineData("100.01.0|conv3x3-bn-relu,maxpool3x3", "10.1|conv3x3-bn-relu")]
    [InlineData("11000000000.0000000001.000000000.00000000.0000000.000000.00000.0000.000.00.0|maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3", "10.1|maxpool3x3")]
    public void TryParse_any_form_prints_the_pruned_cell(string text, string printed) => Assert.Equal(printed, Space.Parse(text).Text);

    private static readonly string[] Beginnings = ["", "1|", "10.1|", "{\"", """{"matrix": ["01","00"], "ops": ["in""", """{"matrix": [[0,1],[0,"""];

    [Fact]
    public void TryParse_any_text_never_throws() =>
        Gen.Select(Gen.Int[0, Beginnings.Length - 1], Gen.String).Sample((beginning, rest) =>
            Space.TryParse(Beginnings[beginning] + rest, out _, out var error) || error.Position <= Beginnings[beginning].Length + rest.Length);

    [Theory]
    [InlineData("""{"matrix":["01","00"],"ops":["\ud800","output"]}""")]
    [InlineData("""{"ma\ud800":1}""")]
    [InlineData("""{"matrix":["\udc00","00"],"ops":["input","output"]}""")]
    public void TryParse_escapes_that_are_no_text_are_refused(string text)
    {
        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.InRange(error.Position, 0, text.Length);
    }

    [Theory]
    [InlineData("28cfc7874f6d200472e1a9dcd8650aa0", "a hash, which needs a table of hashes and cells")]
    [InlineData("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", "NAS-Bench-201")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 1)])", "DARTS")]
    [InlineData("""{"matrix": [[1]], "ops": []}""", "upper triangular")]
    [InlineData("""{"matrix": ["01", "00"], "ops": ["input"]}""", "2 operations, one for each row")]
    [InlineData("""{"matrix": ["010", "001"], "ops": ["input", "output"]}""", "2 elements in each row")]
    [InlineData("""{"matrix": ["01", "00"], "op": []}""", "\"matrix\" or \"ops\"")]
    [InlineData("""{"matrix": ["01", "00"], "ops": ["input", "output"]""", "JSON")]
    [InlineData("""{"matrix": ["01", "00"], "ops": ["input", "output"]} x""", "JSON")]
    [InlineData("111110.0001.001.01.1|", "row 1 has 5 of them")]
    [InlineData("111110.00001.0001.001.01.1|conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu,conv3x3-bn-relu", "at most 9 edges")]
    [InlineData("1000000.100000.10000.1000.100.10.1|maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3", "at most 5 operations")]
    [InlineData("10000000000000000000000000000000000.1|", "at most 32 vertices")]
    public void TryParse_text_that_is_no_cell_says_what_was_expected(string text, string part)
    {
        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_has_vertices_edges_and_operations()
    {
        Assert.Equal("2-1", Space.Code(Space.Parse("1|")));
        Assert.Equal("4-27-02", Space.Code(Space.Parse("110.10.1|conv3x3-bn-relu,maxpool3x3")));
    }

    [Fact]
    public void Sample_frozen_seed_gives_the_frozen_codes() => Assert.StartsWith("7-104b8d-10122 7-104a25-00220 7-18438d-12220 7-136", string.Join(' ', Space.Sample(4, seed: 1).Select(Space.Code)), StringComparison.Ordinal);

    [Fact]
    public void Sample_everything_draws_each_cell_once() => Assert.Equal(Space.Size, Space.Sample(423_624, seed: 1).Distinct().Count());

    [Theory]
    [InlineData(-1)]
    [InlineData(423_625)]
    public void Sample_count_out_of_range_names_the_range(int count) =>
        Assert.Contains("0 to 423624", Assert.Throws<ArgumentOutOfRangeException>(() => Space.Sample(count, seed: 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Neighbors_change_an_operation_an_edge_or_a_vertex()
    {
        Assert.Equal(
            ["10.1|conv3x3-bn-relu", "10.1|conv1x1-bn-relu", "10.1|maxpool3x3"],
            Space.Neighbors(Space.Parse("1|")).Select(one => one.Text));
        Assert.Equal(
            ["10.1|conv1x1-bn-relu", "10.1|maxpool3x3", "11.1|conv3x3-bn-relu", "100.10.1|conv3x3-bn-relu,conv3x3-bn-relu", "100.10.1|conv1x1-bn-relu,conv3x3-bn-relu", "100.10.1|maxpool3x3,conv3x3-bn-relu", "100.10.1|conv3x3-bn-relu,conv1x1-bn-relu", "100.10.1|conv3x3-bn-relu,maxpool3x3", "1|"],
            Space.Neighbors(Space.Parse("10.1|conv3x3-bn-relu")).Select(one => one.Text));
    }

    [Fact]
    public void Neighbors_lead_from_the_smallest_cell_to_all_others()
    {
        // Every cell of 5 vertices is reached through cells of at most 5 vertices.
        HashSet<Architecture> seen = [Space.Parse("1|")];
        var queue = new Queue<Architecture>(seen);
        while (queue.TryDequeue(out var one))
        {
            foreach (var next in Space.Neighbors(one).Where(next => next.Text.Count(character => character == '.') <= 3 && seen.Add(next)))
                queue.Enqueue(next);
        }

        Assert.Equal(1 + 6 + 84 + 2441, seen.Count);
    }

    [Fact]
    public void Weights_are_little_more_than_the_largest_network_has()
    {
        Assert.InRange(Space.Weights(Space.DefaultInput, Precision.Fp32).Bytes, 200_000_000, 215_000_000);
        Assert.InRange(Space.Weights(Space.DefaultInput, Precision.Int8).Bytes, 50_000_000, 60_000_000);
    }
}
