using LatBench.Measurements;

namespace LatBench.LatencyTables.Tests;

public sealed class LatencyTableTests
{
    private static readonly IndexTable Indices = IndexTable.Parse("index.csv", ["arch_index,arch_str", "7,000100", "8,000200"]);

    [Fact]
    public void Read_counts_what_it_leaves_out()
    {
        var column = LatencyTable.Parse("t.csv", ["arch_str,a", "000100,", "000000,1", "000200,3", "000200,3.0", "000300,4"]).Read("a");

        Assert.Equal(["000200", "000300"], column.Latencies.Select(row => row.Architecture.Code));
        Assert.Equal((1, 1, 1), (column.Empty, column.Repeated, column.WithoutPath));
    }

    [Fact]
    public void Read_other_unit_is_converted()
    {
        var column = LatencyTable.Parse("t.csv", ["arch,seconds", "000200,0.0015"]).Read("seconds", Latency.FromNanoseconds(1e9));

        Assert.Equal(1.5, Assert.Single(column.Latencies).Latency.Milliseconds, 12);
    }

    [Fact]
    public void Read_indices_are_architectures_of_the_index_table()
    {
        var table = LatencyTable.Parse("t.csv", ["index,a", "8,2", "7,1"], Indices);

        Assert.Equal(["000200", "000100"], table.Read("a").Latencies.Select(row => row.Architecture.Code));
        Assert.Equal(["a"], table.Columns);
    }

    [Fact]
    public void Parse_indices_without_a_table_of_them_says_what_is_missing() =>
        Assert.Contains("--index-table", Assert.Throws<TableException>(() => LatencyTable.Parse("t.csv", ["arch_index,a", "8,2"])).Message);

    [Fact]
    public void Parse_strings_win_over_indices() =>
        Assert.Equal("000300", LatencyTable.Parse("t.csv", ["arch_index,arch_str,a", "8,000300,2"], Indices).Read("a").Latencies[0].Architecture.Code);

    [Fact]
    public void Read_unknown_index_names_the_line() =>
        Assert.Contains("line 3: '9' is no index", Assert.Throws<TableException>(() => LatencyTable.Parse("t.csv", ["index,a", "8,2", "9,1"], Indices).Read("a")).Message);

    [Theory]
    [InlineData("1e400", "line 2: '1e400' is not a latency above zero")]
    [InlineData("-0", "line 2: '-0' is not a latency above zero")]
    [InlineData("1,5", "line 2: 3 fields where the header has 2")]
    public void Read_numbers_that_are_none_are_refused(string field, string message) =>
        Assert.Contains(message, Assert.Throws<TableException>(() => LatencyTable.Parse("t.csv", ["code,a", $"000200,{field}"]).Read("a")).Message);

    [Fact]
    public void Parse_column_twice_is_refused() =>
        Assert.Contains("the column 'a' 2 times", Assert.Throws<TableException>(() => LatencyTable.Parse("t.csv", ["code,a,a", "000200,1,2"])).Message);

    [Fact]
    public void Parse_empty_file_is_refused() =>
        Assert.Contains("is empty", Assert.Throws<TableException>(() => LatencyTable.Parse("t.csv", ["", "  "])).Message);

    [Fact]
    public void IndexTable_that_disagrees_with_itself_names_the_line() =>
        Assert.Contains("line 3: index 7 is another architecture", Assert.Throws<TableException>(() => IndexTable.Parse("i.csv", ["arch_index,arch_str", "7,000100", "7,000200"])).Message);
}
