using CsCheck;
using LatBench.SearchSpaces.NasBench201;


namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class EffectiveCellTests
{
    /// <summary>The four ways from input to output, as places in <see cref="Edge.All"/>.</summary>
    private static readonly int[][] Paths = [[3], [0, 4], [1, 5], [0, 2, 5]];

    [Theory]
    [InlineData("333333", "333333")]
    [InlineData("300100", "000100")] // node 1 leads nowhere
    [InlineData("003103", "000100")] // node 2 is fed by a node that is fed by nothing
    [InlineData("301041", "301041")]
    [InlineData("320000", "000000")] // no path at all
    [InlineData("042004", "040004")]
    public void EffectiveCell_known_architecture_loses_its_dead_edges(string code, string cell) =>
        Assert.Equal(cell, Cell.Parse(code).EffectiveCell.Code);

    [Fact]
    public void EffectiveCell_of_an_effective_cell_is_itself() => Generators.Architectures.Sample(architecture =>
        architecture.EffectiveCell.Cell.EffectiveCell == architecture.EffectiveCell);

    [Fact]
    public void EffectiveCell_keeps_every_path_and_nothing_else() => Generators.Architectures.Sample(architecture =>
    {
        var live = Paths.Where(path => path.All(edge => architecture[edge] != Operation.None)).SelectMany(path => path).ToHashSet();
        var cell = architecture.EffectiveCell.Cell;
        for (var edge = 0; edge < Edge.Count; edge++)
            Assert.Equal(live.Contains(edge) ? architecture[edge] : Operation.None, cell[edge]);
        Assert.Equal(live.Count > 0, architecture.EffectiveCell.IsReachable);
    });

    [Fact]
    public void EffectiveCell_of_unreachable_architectures_is_the_default_value() =>
        Assert.Equal(341, Space.All.Count(architecture => architecture.EffectiveCell == default));

    [Fact]
    public void ToString_is_the_architecture_string_of_the_cell() =>
        Assert.Equal("|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", Cell.Parse("300100").EffectiveCell.ToString());

    /// <summary>Of these the pruned network lacks a constant: a convolution of zeros and the normalisation behind it.</summary>
    [Fact]
    public void EffectiveCell_of_2000_measurable_architectures_leaves_a_convolution_without_input_out() =>
        Assert.Equal(2_000, Space.Measurable.Count(HasConvolutionOfZeros));

    private static bool HasConvolutionOfZeros(Cell cell)
    {
        bool[] reached = [true, false, false, false], leading = [false, false, false, true];
        for (var edge = 0; edge < Edge.Count; edge++)
            reached[Edge.All[edge].To] |= reached[Edge.All[edge].From] && cell[edge] != Operation.None;
        for (var edge = Edge.Count - 1; edge >= 0; edge--)
            leading[Edge.All[edge].From] |= leading[Edge.All[edge].To] && cell[edge] != Operation.None;
        return Enumerable.Range(0, Edge.Count).Any(edge => cell[edge] is Operation.NorConv1x1 or Operation.NorConv3x3 && !reached[Edge.All[edge].From] && leading[Edge.All[edge].To]);
    }
}
