using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.LatencyTables.Tests;

public sealed class ArchitectureFileTests
{
    private const string Expected = "line 2: Not a NAS-Bench-201 architecture: it is an architecture of nas-bench-101: add --space nas-bench-101";

    [Theory]
    [InlineData("333133\n10.1|conv3x3-bn-relu\n")]
    [InlineData("arch_str\n10.1|conv3x3-bn-relu\n")]
    public void Parse_names_the_space_that_a_line_is_of(string text) =>
        Assert.Contains(Expected, Assert.Throws<TableException>(() => ArchitectureFile.Parse(Nas201.SearchSpace, "a.txt", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_accuracies_of_another_space_names_that_space() =>
        Assert.Contains(Expected, Assert.Throws<TableException>(() => AccuracyTable.Parse(Nas201.SearchSpace, "t.csv", ["arch_str,top1", "10.1|conv3x3-bn-relu,50"], "top1")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_reads_texts_with_commas_line_by_line()
    {
        const string text = "110.10.1|conv3x3-bn-relu,maxpool3x3";
        var space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

        Assert.Equal([space.Parse(text)], ArchitectureFile.Parse(space, "a.txt", $"# one cell\n{text}\n"));
    }
}
