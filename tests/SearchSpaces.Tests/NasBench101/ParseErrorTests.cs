namespace LatBench.SearchSpaces.Tests.NasBench101;

/// <summary>Texts that are no cells: the position and what was expected there.</summary>
public sealed class ParseErrorTests
{
    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    [Theory]
    [InlineData("""{"matrix": [[0, 1], [1, 0]], "ops": ["input", "output"]}""", "1, 0]]", "upper triangular")]
    [InlineData("""{"matrix": ["011", "011", "000"], "ops": ["input", "maxpool3x3", "output"]}""", """11", "000""", "upper triangular")]
    [InlineData("10.1|conv5x5-bn-relu", "conv5x5", "one of conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3")]
    [InlineData("110.10.1|conv3x3-bn-relu,pool", "pool", "one of conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3")]
    [InlineData("110.10.1|conv3x3-bn-relu", "", "','")]
    [InlineData("111110.11110.1110.110.10.0|maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3", "111110.", "edges that lead from the input to the output")]
    [InlineData("10.0|conv3x3-bn-relu", "10.0", "edges that lead from the input to the output")]
    [InlineData("00.1|maxpool3x3", "00.1", "edges that lead from the input to the output")]
    [InlineData("0|", "0|", "edges that lead from the input to the output")]
    [InlineData("110.2", "2", "'0' or '1'")]
    [InlineData("", "", "rows of 0 and 1")]
    public void TryParse_malformed_text_names_position_and_expectation(string text, string rest, string expected)
    {
        var position = rest.Length == 0 ? text.Length : text.LastIndexOf(rest, StringComparison.Ordinal);

        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void TryParse_the_tenth_edge_on_a_path_is_where_a_cell_has_too_many()
    {
        const string text = "111101.10100.0010.011.01.1|maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3";

        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Equal("at most 9 edges on paths from input to output", error.Expected);
        Assert.InRange(error.Position, 0, text.IndexOf('|', StringComparison.Ordinal) - 1);
        Assert.Equal('1', text[error.Position]);
        Assert.Equal(9, text[..error.Position].Count(character => character == '1'));
    }

    [Fact]
    public void TryParse_the_sixth_operation_on_a_path_is_where_a_cell_has_too_many()
    {
        const string text = "1000000.100000.10000.1000.100.10.1|maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3,maxpool3x3";

        Assert.False(Space.TryParse(text, out _, out var error));
        Assert.Equal(("at most 5 operations on paths from input to output", text.LastIndexOf("maxpool3x3", StringComparison.Ordinal)), (error.Expected, error.Position));
    }
}
