using LatBench.Search.Tables;

namespace LatBench.Search.Tests.Tables;

public sealed class AccuracyTableTests
{
    [Fact]
    public void Parse_reads_strings_and_codes_and_leaves_empty_fields_out()
    {
        var table = AccuracyTable.Parse("t.csv", ["code,top1,other", "000100,50.5,1", "|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|,60,2", "000300,,3", ""], "top1");

        Assert.Equal([50.5, 60], table.Accuracies.Values);
    }

    [Theory]
    [InlineData("top2", "000100,50", "no column 'top2'")]
    [InlineData("top1", "000100,101", "line 2: '101' is not an accuracy")]
    [InlineData("top1", "000100,x", "line 2: 'x' is not an accuracy")]
    [InlineData("top1", "000900,50", "line 2")]
    [InlineData("top1", "000100,50,1", "line 2, has 3 fields")]
    [InlineData("top1", "000100,", "no accuracy in column")]
    public void Parse_of_a_bad_table_says_what_and_where(string column, string row, string expected) =>
        Assert.Contains(expected, Assert.Throws<SearchException>(() => AccuracyTable.Parse("t.csv", ["code,top1", row], column)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_of_no_file_says_so() =>
        Assert.Contains("cannot be read", Assert.Throws<SearchException>(() => AccuracyTable.Open("/nowhere/t.csv", "a")).Message, StringComparison.Ordinal);
}
