using LatBench.Settings.Values;

namespace LatBench.Settings.Tests.Values;

public sealed class CpuListTests
{
    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-2,5", new[] { 0, 1, 2, 5 })]
    [InlineData("3,1-2,2", new[] { 1, 2, 3 })]
    public void Parse_reads_lists(string text, int[] expected) => Assert.Equal(expected, CpuList.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("2-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("0-99999999")]
    public void Parse_garbage_is_null(string? text) => Assert.Null(CpuList.Parse(text));
}
