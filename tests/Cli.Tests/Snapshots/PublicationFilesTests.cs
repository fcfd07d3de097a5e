using LatBench.Cli.CommandLine;
using LatBench.Cli.Snapshots;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Snapshots;

public sealed class PublicationFilesTests
{
    private const string Skip = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Index_table_is_read_by_the_names_of_its_columns()
    {
        using var folder = new TempDirectory();
        folder.Write("index.csv", $"other,arch_str,arch_index\n\"a, \"\"quoted\"\"\nname\",\"{Skip}\",42\n");

        var indexes = PublicationOptions.ReadIndexes(folder.File("index.csv"));

        Assert.Equal((Nas201.All.Count, 42, Nas201.All.Count - 1), (indexes.Length, indexes[SpaceIndex.Of(Nas201.SearchSpace)![Nas201.Parse(Skip)]], indexes.Count(index => index == -1)));
    }

    [Theory]
    [InlineData("a,b\n", "is no table of indices: its header must name arch_index")]
    [InlineData("arch_index,arch_str\nx," + Skip + "\n", "line 2: 'x' is no index")]
    [InlineData("arch_index,arch_str\n1,nothing\n", "line 2: Not a NAS-Bench-201 architecture")]
    [InlineData("arch_index,arch_str\n1," + Skip + "\n2," + Skip + "\n", "line 3: the architecture has the index 1 further up, and 2 here")]
    public void Index_table_that_is_wrong_is_refused_in_one_sentence(string text, string complaint)
    {
        using var folder = new TempDirectory();
        folder.Write("index.csv", text);

        var refusal = Assert.Throws<CliException>(() => PublicationOptions.ReadIndexes(folder.File("index.csv")));

        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_tables_of_texts()
    {
        using var folder = new TempDirectory();
        folder.Write("figures.json", """[{"title": "T", "text": "", "columns": ["a"], "rows": [["1"], ["2"]]}]""");

        var table = Assert.Single(await FiguresFile.ReadAsync(folder.File("figures.json"), Token));

        Assert.Equal(("T", 2, "2"), (table.Title, table.Rows.Count, table.Rows[1].Cells.Single()));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""[{"title": "T"}]""")]
    public async Task Figures_that_are_something_else_are_refused(string text)
    {
        using var folder = new TempDirectory();
        folder.Write("figures.json", text);

        var refusal = await Assert.ThrowsAsync<CliException>(() => FiguresFile.ReadAsync(folder.File("figures.json"), Token));

        Assert.Contains("cannot be read as a list of tables", refusal.Message, StringComparison.Ordinal);
    }
}
