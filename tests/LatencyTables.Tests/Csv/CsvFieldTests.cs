using LatBench.LatencyTables.Csv;

namespace LatBench.LatencyTables.Tests.Csv;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|", "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|")]
    [InlineData("110.10.1|conv3x3-bn-relu,maxpool3x3", "\"110.10.1|conv3x3-bn-relu,maxpool3x3\"")]
    [InlineData("{\"ops\": []}", "\"{\"\"ops\"\": []}\"")]
    [InlineData("#a", "\"#a\"")]
    public void Of_quotes_a_text_that_needs_it_and_is_read_back(string text, string expected)
    {
        Assert.Equal(expected, CsvField.Of(text));
        Assert.Equal([text, "1.5"], CsvTable.Parse("t.csv", $"arch_str,ms\n{CsvField.Of(text)},1.5\n", "arch_str").Rows.Single().Fields);
    }
}
