using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Tests.Terminals;

namespace LatBench.Cli.Tests.Rendering;

/// <summary>Every command that prints a list takes <c>--output table|json|csv</c>, and its CSV is its JSON.</summary>
public sealed class ListOutputTests(SampleCoordinator coordinator) : IClassFixture<SampleCoordinator>
{
    /// <summary>The lists that have another name than <c>list</c>.</summary>
    private static readonly string[] OtherLists = ["config show", "measurements targets"];

    private static readonly IReadOnlyList<(string Path, Command Command)> Leaves = [.. Walk(Root(), "")];

    public static TheoryData<string> Lists => [.. Leaves.Where(IsList).Select(leaf => leaf.Path)];

    [Fact]
    public void Lists_and_only_lists_take_the_option()
    {
        Assert.True(Lists.Count >= 11, $"{Lists.Count} lists");
        Assert.Empty(OtherLists.Except(Leaves.Select(leaf => leaf.Path)));
        Assert.Equal(Leaves.Where(IsList).Select(leaf => leaf.Path), Leaves.Where(leaf => leaf.Command.Options.Any(option => option.Name == ListOutput.Name)).Select(leaf => leaf.Path));
        Assert.All(Leaves.Where(IsList), leaf => Assert.Contains(leaf.Command.Options, option => option.Name == "--json"));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Csv_has_the_rows_and_the_values_of_the_json(string list)
    {
        var json = await coordinator.RunAsync([.. list.Split(' '), "--output", "json"]);
        var csv = await coordinator.RunAsync([.. list.Split(' '), "--output", "csv"]);

        Assert.Equal((0, 0), (json.ExitCode, csv.ExitCode));
        Assert.Equal(json.Out, (await coordinator.RunAsync([.. list.Split(' '), "--json"])).Out);
        using var document = JsonDocument.Parse(json.Out);
        var items = document.RootElement.EnumerateObject().Single(property => property.Value.ValueKind == JsonValueKind.Array).Value.EnumerateArray().ToArray();
        var (header, rows) = Read(csv.Out);
        Assert.NotEmpty(header);
        Assert.Distinct(header);
        Assert.Equal(items.Length, rows.Count);
        foreach (var (item, row) in items.Zip(rows))
        {
            Assert.Empty(item.EnumerateObject().Select(property => property.Name).Except(header.Select(column => column.Split('.')[0])));
            foreach (var (column, cell) in header.Zip(row))
                AssertSame(Value(item, column), cell, column);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Table_is_what_is_printed_without_the_option(string list) => Assert.Equal(
        (await coordinator.RunAsync(list.Split(' '))).Out,
        (await coordinator.RunAsync([.. list.Split(' '), "--output", "table"])).Out);

    [Fact]
    public async Task Empty_list_is_a_heading_and_nothing_else()
    {
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers());
        var run = await server.RunAsync("devices", "list", "--output", "csv");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("name,state,hardware.cpu_model,", run.Out, StringComparison.Ordinal);
        Assert.Single(run.Out.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--output takes table, json, csv, not 'yaml'.", "--output", "yaml")]
    [InlineData("--json and --output csv exclude each other: give one of them.", "--json", "--output", "csv")]
    public async Task Other_forms_are_wrong_usage(string sentence, params string[] options)
    {
        var run = await CliRun.InvokeAsync(["devices", "list", .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_is_that_of_the_standard()
    {
        using var writer = new StringWriter();
        using var items = JsonDocument.Parse("""[{ "a": "x, \"y\"\nz", "b": { "c": 0.1, "d": true }, "e": ["é", null], "f": " s" }, { "a": null, "b": null }]""");

        CsvText.Write(writer, ["a", "b.c", "b.d", "e", "f"], items.RootElement.EnumerateArray());

        Assert.Equal("a,b.c,b.d,e,f\r\n\"x, \"\"y\"\"\nz\",0.1,true,\"[\"\"é\"\", null]\",\" s\"\r\n,,,,\r\n", writer.ToString());
    }

    private static (string[] Header, List<string[]> Rows) Read(string text)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        Assert.True(csv.Read() && csv.ReadHeader());
        List<string[]> rows = [];
        while (csv.Read())
            rows.Add(csv.Parser.Record!);
        Assert.All(rows, row => Assert.Equal(csv.HeaderRecord!.Length, row.Length));
        return (csv.HeaderRecord!, rows);
    }

    private static JsonElement? Value(JsonElement item, string path)
    {
        var element = item;
        foreach (var name in path.Split('.'))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        return element;
    }

    private static void AssertSame(JsonElement? value, string cell, string column)
    {
        if (value is null or { ValueKind: JsonValueKind.Null })
            Assert.Equal("", cell);
        else if (value.Value.ValueKind == JsonValueKind.String)
            Assert.Equal(value.Value.GetString()!.ReplaceLineEndings("\n"), cell);
        else
            using (var json = JsonDocument.Parse(cell))
                Assert.True(JsonElement.DeepEquals(value.Value, json.RootElement), $"{column}: {cell}");
    }

    private static bool IsList((string Path, Command Command) leaf) => leaf.Command.Name == "list" || OtherLists.Contains(leaf.Path);

    private static RootCommand Root() => LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null }));

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        command.Subcommands.Count == 0 ? [(path, command)] : command.Subcommands.SelectMany(child => Walk(child, path.Length == 0 ? child.Name : $"{path} {child.Name}"));
}
