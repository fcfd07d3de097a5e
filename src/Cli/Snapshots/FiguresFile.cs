using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Snapshots;

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
