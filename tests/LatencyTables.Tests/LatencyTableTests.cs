using CsCheck;
using LatBench.TestKit;

namespace LatBench.LatencyTables.Tests;

public sealed class LatencyTableTests
{
    private static readonly IndexTable Indices = IndexTable.Parse(Nas201.SearchSpace, "index.csv", ["arch_index,arch_str", "7,000100", "8,000200"]);

    [Fact]
    public void Read_counts_what_it_leaves_out()
    {
        var column = LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["arch_str,a", "000100,", "000000,1", "000200,3", "000200,3.0", "000300,4"]).Read("a");

        Assert.Equal(["000200", "000300"], column.Latencies.Select(row => row.Architecture.Code()));
        Assert.Equal((1, 1, 1), (column.Empty, column.Repeated, column.NotMeasurable));
    }

    [Fact]
    public void Read_other_unit_is_converted()
    {
        var column = LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["arch,seconds", "000200,0.0015"]).Read("seconds", LatencyUnit.Seconds);

        Assert.Equal(1.5, Assert.Single(column.Latencies).Latency.Milliseconds, 12);
    }

    [Fact]
    public void Read_indices_are_architectures_of_the_index_table()
    {
        var table = LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["index,a", "8,2", "7,1"], Indices);

        Assert.Equal(["000200", "000100"], table.Read("a").Latencies.Select(row => row.Architecture.Code()));
        Assert.Equal(["a"], table.Columns);
    }

    [Fact]
    public void Parse_indices_without_a_table_of_them_says_what_is_missing() =>
        Assert.Contains("--index-table", Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["arch_index,a", "8,2"])).Message);

    [Fact]
    public void Parse_strings_win_over_indices() =>
        Assert.Equal("000300", LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["arch_index,arch_str,a", "8,000300,2"], Indices).Read("a").Latencies[0].Architecture.Code());

    [Fact]
    public void Read_unknown_index_names_the_line() =>
        Assert.Contains("line 3: '9' is no index", Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["index,a", "8,2", "9,1"], Indices).Read("a")).Message);

    [Fact]
    public void Read_many_bad_rows_names_the_first_five_and_counts_the_rest() =>
        Assert.Equal(
            "t.csv has 7 rows that cannot be used (line 2: 'a' is not a latency above zero; line 3: 'b' is not a latency above zero; line 4: 'c' is not a latency above zero; "
            + "line 5: 'd' is not a latency above zero; line 6: 'e' is not a latency above zero; and 2 more): correct or remove them.",
            Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,x", .. "abcdefg".Select(letter => $"000200,{letter}")]).Read("x")).Message);

    [Theory]
    [InlineData("network,latency_ms")]
    [InlineData("latency_ms")]
    public void Parse_without_a_column_of_architectures_names_those_that_it_looks_for(string header) =>
        Assert.Equal(
            "t.csv has no column of architectures: its header must name one of arch_str, architecture, arch, code.",
            Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", [header, string.Join(',', header.Split(',').Select(_ => "1"))])).Message);

    [Theory]
    [InlineData("1e400", "line 2: '1e400' is out of the range of numbers")]
    [InlineData("-0", "line 2: '-0' is not a latency above zero")]
    [InlineData("1,5", "line 2: 3 fields where the header has 2")]
    public void Read_numbers_that_are_none_are_refused(string field, string message) =>
        Assert.Contains(message, Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,a", $"000200,{field}"]).Read("a")).Message);

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("-nan")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("NULL")]
    public void Read_words_for_nothing_are_not_measured(string field) =>
        Assert.Equal((1, 1), (LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,a", $"000200,{field}", "000300,1"]).Read("a") is var column ? column.Empty : 0, column.Latencies.Count));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("inf")]
    [InlineData("Infinity")]
    [InlineData("1e-400")]
    [InlineData("fast")]
    public void Read_numbers_that_no_latency_has_are_refused(string field) =>
        Assert.Contains($"line 2: '{field}' is not a latency above zero", Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,a", $"000200,{field}"]).Read("a")).Message);

    [Theory]
    [InlineData("a_ns", "1e400", "'1e400' is out of the range of numbers")]
    [InlineData("a_ns", "-1e400", "'-1e400' is out of the range of numbers")]
    [InlineData("a_s", "1e308", "'1e308' is out of the range of latencies")]
    public void Read_numbers_out_of_range_are_refused_as_that(string column, string field, string message) =>
        Assert.Equal(
            $"t.csv has 1 row that cannot be used (line 2: {message}): correct or remove it.",
            Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", [$"code,{column}", $"000200,{field}"]).Read(column)).Message);

    [Theory]
    [InlineData("code;a\n000200;1,5\n000300;2", 1.5)]
    [InlineData("code\ta\n000200\t1,5e-1\n000300\t2", 0.15)]
    [InlineData("code;a\n000200;1.5\n000300;2", 1.5)]
    public void Read_decimal_commas_where_the_separator_is_another(string text, double expected)
    {
        var column = LatencyTable.Parse(Nas201.SearchSpace, "t.csv", text).Read("a");

        Assert.Equal([expected, 2], column.Latencies.Select(row => row.Latency.Milliseconds));
        Assert.Equal(text.Contains(','), column.HasDecimalCommas);
    }

    [Theory]
    [InlineData("code,a\n000200,\"1,5\"", "line 2: '1,5' has a decimal comma where commas separate the columns: write a decimal point")]
    [InlineData("code,a\n000200,\"1,234.5\"", "line 2: '1,234.5' has a character between its digits")]
    [InlineData("code;a\n000200;1.234,5", "line 2: '1.234,5' has a character between its digits")]
    [InlineData("code;a\n000200;1,234,567", "line 2: '1,234,567' has a character between its digits")]
    [InlineData("code;a\n000200;1 234", "line 2: '1 234' has a character between its digits")]
    [InlineData("code;a\n000200;1,5\n000300;1.5", "line 2: '1,5' has a character between its digits")]
    public void Read_thousands_separators_and_mixed_commas_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", text).Read("a")).Message);

    [Theory]
    [InlineData("latency_us", 0.0015)]
    [InlineData("raspi4_latency_s", 1500)]
    [InlineData("pixel3", 1.5)]
    public void Read_takes_the_unit_of_the_name(string name, double milliseconds)
    {
        var column = LatencyTable.Parse(Nas201.SearchSpace, "t.csv", [$"code,{name}", "000200,1.5"]).Read(name);

        Assert.Equal(milliseconds, Assert.Single(column.Latencies).Latency.Milliseconds, 1e-9);
        Assert.Equal(name == "pixel3", column.UnitIsAssumed);
    }

    /// <summary>An exported latency is the imported one, to the last digit.</summary>
    [Fact]
    public void Exported_text_is_imported_and_exported_as_it_was() =>
        Gen.Double[1e-6, 1e6].Sample(milliseconds =>
        {
            var text = milliseconds.ToString("G15", System.Globalization.CultureInfo.InvariantCulture);
            var read = Assert.Single(LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,latency_ms", $"000200,{text}"]).Read("latency_ms").Latencies).Latency;
            var stored = Measurements.Latency.FromMilliseconds(read.Milliseconds);
            Assert.Equal(text, stored.Milliseconds.ToString("G15", System.Globalization.CultureInfo.InvariantCulture));
        });

    [Fact]
    public void Parse_column_twice_is_refused() =>
        Assert.Contains("the column 'a' 2 times", Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["code,a,a", "000200,1,2"])).Message);

    [Fact]
    public void Parse_empty_file_is_refused() =>
        Assert.Contains("is empty", Assert.Throws<TableException>(() => LatencyTable.Parse(Nas201.SearchSpace, "t.csv", ["", "  "])).Message);

    [Fact]
    public void IndexTable_that_gives_an_architecture_two_indices_names_the_line() =>
        Assert.Contains("line 3: the architecture has the index 7 further up, and 8 here", Assert.Throws<TableException>(() => IndexTable.Parse(Nas201.SearchSpace, "i.csv", ["arch_index,arch_str", "7,000100", "8,000100"])).Message);

    [Fact]
    public void IndexTable_that_disagrees_with_itself_names_the_line() =>
        Assert.Contains("line 3: index 7 is another architecture", Assert.Throws<TableException>(() => IndexTable.Parse(Nas201.SearchSpace, "i.csv", ["arch_index,arch_str", "7,000100", "7,000200"])).Message);
}
