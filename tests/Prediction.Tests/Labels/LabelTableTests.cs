using LatBench.Prediction.Labels;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Labels;

public sealed class LabelTableTests
{
    private const string Header = "arch_str,a,b";

    [Fact]
    public void Labels_reads_codes_and_strings_of_one_column()
    {
        var table = LabelTable.Parse("t.csv", [Header, "000100,1.5,2", "\"|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|\",3,\"4\""]);

        var labels = table.Labels("b");

        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal(["000100", "000300"], labels.Select(label => label.Architecture.Code));
        Assert.Equal([2.0, 4.0], labels.Select(label => label.Latency.Milliseconds));
    }

    [Fact]
    public void Labels_leaves_out_empty_fields_unreachable_architectures_and_plain_repetitions()
    {
        var table = LabelTable.Parse("t.csv", [Header, "000100,,2", "000000,1,1", "000200,3,3", "000200,3,3"]);

        Assert.Equal(["000200"], table.Labels("a").Select(label => label.Architecture.Code));
    }

    [Fact]
    public void Labels_bad_rows_names_the_first_lines()
    {
        var table = LabelTable.Parse("t.csv", [Header, "000100,1,1", "000190,1,1", "000200,-1,1", "000300,inf,1", "000100,2,1", "000400,x,1", "000110,0,1", "000120,∞,1"]);

        var message = Assert.Throws<PredictionException>(() => table.Labels("a")).Message;

        Assert.StartsWith("t.csv has 7 rows that cannot be used (line 3: Not a NAS-Bench-201 architecture", message);
        Assert.Contains("line 4: '-1' is not a latency above zero", message);
        Assert.Contains("line 6: 2 where line 2 has 1 for the same architecture", message);
        Assert.EndsWith("and 2 more): correct or remove them.", message);
    }

    [Fact]
    public void Parse_wrong_number_of_fields_names_the_line() =>
        Assert.Contains("line 3: 2 fields where the header has 3", Assert.Throws<PredictionException>(() => LabelTable.Parse("t.csv", [Header, "000100,1,1", "000100,1"])).Message);

    [Fact]
    public void Parse_without_architectures_says_which_columns_may_have_them() =>
        Assert.Contains("arch_str", Assert.Throws<PredictionException>(() => LabelTable.Parse("t.csv", ["x,y", "1,2"])).Message);

    [Fact]
    public void Labels_unknown_column_lists_the_columns() =>
        Assert.Contains("a, b", Assert.Throws<PredictionException>(() => LabelTable.Parse("t.csv", [Header]).Labels("c")).Message);

    [Fact]
    public void Open_missing_file_is_refused_in_a_sentence()
    {
        using var directory = new TempDirectory();

        Assert.Contains("cannot be read", Assert.Throws<PredictionException>(() => LabelTable.Open(directory.PathOf("none.csv"))).Message);
    }
}
