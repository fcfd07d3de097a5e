using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;


namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class PublishedTablesTests
{
    [Fact]
    public void Measurable_is_exactly_what_the_original_LatBench_measured()
    {
        var published = ReferenceData.Column("latbench-desktop-cpu-core-i7-7820x-fp32.csv", "arch_str").Select(Cell.Parse);
        Assert.Equal(Space.Measurable, published.OrderBy(architecture => architecture.Index));
    }

    [Theory]
    [InlineData("nas-bench-201-accuracy.csv")]
    [InlineData("help-nas-bench-201-latency-ms.csv")]
    public void All_is_exactly_what_the_complete_tables_hold(string file)
    {
        var strings = ReferenceData.Column(file, "arch_str");
        var published = strings.Select(Cell.Parse).ToArray();
        Assert.Equal(strings, published.Select(architecture => architecture.ToString()));
        Assert.Equal(Space.All, published.OrderBy(architecture => architecture.Index));
    }
}
