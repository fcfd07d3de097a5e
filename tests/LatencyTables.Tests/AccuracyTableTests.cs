using LatBench.TestKit;

namespace LatBench.LatencyTables.Tests;

public sealed class AccuracyTableTests
{
    [Fact]
    public void Parse_reads_strings_codes_and_indices_and_leaves_empty_fields_out()
    {
        var table = AccuracyTable.Parse(Nas201.SearchSpace, "t.csv", ["arch_index,code,top1", "7,000100,50.5", "8,|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|,60", "9,000300,", ""], "top1");

        Assert.Equal([50.5, 60], table.Accuracies.Values);
        Assert.Equal([7, 8], table.OfficialIndices.Values);
    }

    [Theory]
    [InlineData("top2", "000100,50", "no column 'top2'")]
    [InlineData("top1", "000100,101", "line 2: '101' is not an accuracy")]
    [InlineData("top1", "000100,NaN", "no accuracy in the column")]
    [InlineData("top1", "000100,inf", "line 2: 'inf' is not an accuracy")]
    [InlineData("top1", "000100,0.735", "fractions and not percentages: multiply")]
    [InlineData("top1", "000900,50", "line 2")]
    [InlineData("top1", "000100,50,1", "line 2: 3 fields")]
    [InlineData("top1", "000100,", "no accuracy in the column")]
    public void Parse_of_a_bad_table_says_what_and_where(string column, string row, string expected) =>
        Assert.Contains(expected, Assert.Throws<TableException>(() => AccuracyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,top1", row], column)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_of_two_accuracies_of_one_architecture_is_refused() =>
        Assert.Contains("line 3: architecture 000100 has another", Assert.Throws<TableException>(() => AccuracyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,a", "000100,10", "000100,20"], "a")).Message, StringComparison.Ordinal);
}
