using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Snapshots;

/// <summary>The options for the metadata of a snapshot: licence, publisher, repeatability, tables for its card.</summary>
internal sealed class PublicationOptions
{
    private readonly Option<string> _license = Text("--license", "Licence of the data, by its SPDX identifier: CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, ODbL-1.0 or ODC-By-1.0 [default: none is granted].", "ID");
    private readonly Option<string> _publisher = Text("--publisher", "Who publishes, for citations.", "NAME");
    private readonly Option<string> _url = Text("--url", "Where the snapshot will be found on the web.", "URL");
    private readonly Option<string?> _index = new("--index-table") { Description = "CSV with the columns arch_index and arch_str of NAS-Bench-201: the index becomes official_index in the table architectures.", HelpName = "FILE" };
    private readonly Option<string?> _figures = new("--figures") { Description = "JSON list of tables for the card: [{\"title\", \"text\", \"columns\", \"rows\"}].", HelpName = "FILE" };
    private readonly Option<string> _repeat = Text("--repeat-campaign", "A campaign that measured some of the same models again: table repeats, and repeatability on the card.", "C");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _license, _publisher, _url, _index, _figures, _repeat })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_repeat) is { Length: > 0 } name && ResourceName.Complete("campaigns", name) is null)
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
        });
    }

    /// <summary>Gets the index of every architecture, by its ordinal; -1 where the table has none.</summary>
    /// <exception cref="CliException">The file cannot be read, or a line of it is wrong.</exception>
    internal static int[] ReadIndexes(string file)
    {
        try
        {
            return IndexTable.Open(SearchSpaceRegistry.BuiltIn.Default, file).ByArchitecture();
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }

    /// <exception cref="CliException">A file cannot be read or is not what it should be.</exception>
    public async Task ApplyAsync(CommandContext context, CreateSnapshotRequest request)
    {
        request.License = context.Get(_license);
        request.Publisher = context.Get(_publisher);
        request.Url = context.Get(_url);
        if (context.Get(_repeat) is { Length: > 0 } repeat)
            request.RepeatCampaign = ResourceName.Complete("campaigns", repeat);
        if (context.Get(_index) is { } index)
            request.OfficialIndexes.AddRange(ReadIndexes(index));
        if (context.Get(_figures) is { } figures)
            request.Tables.AddRange(await FiguresFile.ReadAsync(figures, context.CancellationToken));
    }

    private static Option<string> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => "" };
}

/// <summary>Tables for the card of a snapshot, as a JSON file.</summary>
internal static class FiguresFile
{
    /// <exception cref="CliException">The file cannot be read or is not a list of tables.</exception>
    public static async Task<IReadOnlyList<CardTable>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            var tables = await JsonSerializer.DeserializeAsync(stream, FiguresJsonContext.Default.IReadOnlyListFiguresTable, cancellationToken) ?? [];
            return [.. tables.Select(ToProto)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"The figures file {file} cannot be read as a list of tables, each with title, text, columns and rows of texts: {exception.Message}");
        }
    }

    private static CardTable ToProto(FiguresTable table) => new()
    {
        Title = table.Title,
        Text = table.Text,
        Columns = { table.Columns },
        Rows = { table.Rows.Select(row => new CardRow { Cells = { row } }) },
    };
}

/// <summary>One table of the file.</summary>
internal sealed record FiguresTable(string Title, string Text, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<FiguresTable>))]
internal sealed partial class FiguresJsonContext : JsonSerializerContext;
