using LatBench.Cli.CommandLine;
using LatBench.Cli.Snapshots;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Cli.Tests.Snapshots;

public sealed class PublicationFilesTests
{
    private const string Skip = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Index_table_is_read_by_the_names_of_its_columns()
    {
        using var folder = new TempDirectory();
        folder.Write("index.csv", $"other,arch_str,arch_index\n1,{Skip},42\n");

        var indexes = await IndexTable.ReadAsync(folder.File("index.csv"), Token);

        Assert.Equal((Space.Size, 42, Space.Size - 1), (indexes.Length, indexes[Architecture.Parse(Skip).Index], indexes.Count(index => index == -1)));
    }

    [Theory]
    [InlineData("a,b\n", "does not begin with a line that names the columns")]
    [InlineData("arch_index,arch_str\nx," + Skip + "\n", "Line 2 of the index table")]
    [InlineData("arch_index,arch_str\n1,nothing\n", "Line 2 of the index table")]
    [InlineData("arch_index,arch_str\n1," + Skip + "\n2," + Skip + "\n", "gives an architecture the index 2, which had 1 before")]
    public async Task Index_table_that_is_wrong_is_refused_in_one_sentence(string text, string complaint)
    {
        using var folder = new TempDirectory();
        folder.Write("index.csv", text);

        var refusal = await Assert.ThrowsAsync<CliException>(() => IndexTable.ReadAsync(folder.File("index.csv"), Token));

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
