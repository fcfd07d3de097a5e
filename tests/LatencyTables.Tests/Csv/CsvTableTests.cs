using System.Text;
using CsCheck;
using LatBench.LatencyTables.Csv;

namespace LatBench.LatencyTables.Tests.Csv;

public sealed class CsvTableTests
{
    private static readonly string[] Breaks = ["\n", "\r\n", "\r"];

    /// <summary>Fields with everything that needs quotes, and plain ones; none with blanks at its ends, which are trimmed.</summary>
    private static readonly Gen<string> Field = Gen.OneOf(
        Gen.String[Gen.Char["aé|#.1"], 0, 6],
        Gen.String[Gen.Char["a,;\t\"\n\r €"], 0, 8].Select(text => text.Trim()));

    [Fact]
    public void Parse_gives_back_what_was_written_with_the_lines_of_its_rows() =>
        Gen.Select(Gen.Char[",;\t"], Gen.Int[0, Breaks.Length - 1].Select(index => Breaks[index]), Gen.Int[1, 5]).SelectMany(
            (separator, lineBreak, width) => Field.Array[width].Array[0, 12].Select(rows => (separator, lineBreak, width, rows)))
            .Sample(written =>
            {
                var (separator, lineBreak, width, rows) = written;
                var header = Enumerable.Range(0, width).Select(column => column == 0 ? "code" : $"c{column}").ToArray();
                var (text, line) = (new StringBuilder(), 1);
                Append(text, header, separator, lineBreak, ref line);
                var expected = new List<CsvRecord>();
                foreach (var row in rows)
                {
                    if (row.Any(field => field.Length > 0))
                        expected.Add(new CsvRecord(line, row));
                    Append(text, row, separator, lineBreak, ref line);
                }

                var table = CsvTable.Parse("t.csv", text.ToString(), "code");

                Assert.Equal(header, table.Header);
                Assert.Equal(expected.Select(row => row.Line), table.Rows.Select(row => row.Line));
                Assert.Equal(expected.Select(row => row.Fields), table.Rows.Select(row => row.Fields));
                Assert.True(width == 1 || table.Separator == separator);
            });

    [Theory]
    [InlineData("code,a\r\n000100,1\r\n", ',')]
    [InlineData("code,a\r000100,1\r", ',')]
    [InlineData("code;a\n000100;1", ';')]
    [InlineData("code\ta\n000100\t1", '\t')]
    [InlineData("sep=;\r\ncode;a\r\n000100;1\r\n", ';')]
    [InlineData("code;\"a, b\"\n000100;1", ';')]
    [InlineData("code;a, b\n000100;1", ';')]
    [InlineData("# made by \"hand\ncode,a\n\n  \n,\n# 000200,2\n000100,1\n", ',')]
    [InlineData("code,a,,\n000100,1,,\n", ',')]
    [InlineData("code,a\n000100,1,\n", ',')]
    [InlineData("code,a,\n000100,1\n", ',')]
    [InlineData(" \"code\" , a \n \"000100\" ,\t1 ", ',')]
    public void Parse_recognises_separators_line_ends_comments_and_trailing_separators(string text, char separator)
    {
        var table = CsvTable.Parse("t.csv", text, "code");

        Assert.Equal(separator, table.Separator);
        Assert.Equal("code", table.Header[0]);
        Assert.Equal(["000100", "1"], Assert.Single(table.Rows).Fields);
    }

    [Theory]
    [InlineData("code|a\n000100|1", "t.csv separates its columns with '|': write commas, semicolons or tabs in their place.")]
    [InlineData("code a\n000100 1", "t.csv separates its columns with blanks: write")]
    [InlineData("a:code\n1:000100", "t.csv separates its columns with ':': write")]
    [InlineData("sep=|\ncode|a\n", "t.csv separates its columns with '|'")]
    [InlineData("x,y;z\n1,2;3", "t.csv has ',' and ';' in its header: put quotes around")]
    [InlineData("code,a\n000100,1\n000200,\"2\n000300,3\n", "t.csv, line 3, field 2: a quoted field is not closed")]
    [InlineData("code,a\n\"000100\"x,1\n", "t.csv, line 2, field 1: a quote stands in the middle of a field")]
    [InlineData("code,a\n#\n\"x\ny\",1\n000100,a\"b\"c\n", "t.csv, line 5, field 2: a quote stands in the middle of a field")]
    [InlineData("code,a\n000100,1,5\n000200\n", "line 2: 3 fields where the header has 2; line 3: 1 fields where the header has 2")]
    [InlineData("code,a,a\n", "t.csv has the column 'a' 2 times")]
    [InlineData("# only\n\n", "t.csv is empty")]
    [InlineData("", "t.csv is empty")]
    public void Parse_of_what_it_cannot_read_says_where_and_what(string text, string message) =>
        Assert.Contains(message, Assert.Throws<TableException>(() => CsvTable.Parse("t.csv", text, "code")).Message, StringComparison.Ordinal);

    private static void Append(StringBuilder text, string[] fields, char separator, string lineBreak, ref int line)
    {
        var start = text.Length;
        text.AppendJoin(separator, fields.Select(field => field.Any("\",;\t\r\n#".Contains) ? $"\"{field.Replace("\"", "\"\"")}\"" : field)).Append(lineBreak);
        line += LinePosition.Breaks(text.ToString(start, text.Length - start));
    }
}
