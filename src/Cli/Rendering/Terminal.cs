using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Rendering;

/// <summary>The output of a command: results go to standard output; notes, progress and error messages to standard error.</summary>
/// <param name="environment">The streams and their properties.</param>
/// <param name="completeCommands">Adds to the commands in a text the options that they need; null to leave them as they are.</param>
/// <param name="isQuiet">True to leave out notes and progress.</param>
internal sealed class Terminal(CliEnvironment environment, Func<string, string>? completeCommands = null, bool isQuiet = false)
{
    private ProgressDisplay? _progress;

    public TimeProvider Time { get; } = environment.Time;

    /// <summary>Gets a value indicating whether progress can be drawn as a bar that is redrawn in place.</summary>
    public bool ShowsProgressBar => !isQuiet && environment.ErrorIsTerminal && environment.MovesCursor;

    /// <summary>One line of the result.</summary>
    public void Line(string text = "") => environment.Out.WriteLine(Text(text));

    /// <summary>Text of several lines, each with its line feed, that is the result as it is.</summary>
    public void Lines(string text) => environment.Out.Write(text);

    /// <summary>One line beside the result: progress, a hint, something that was done. Left out where only results and errors are wanted.</summary>
    public void Note(string text)
    {
        if (!isQuiet)
            Warn(text);
    }

    /// <summary>One line beside the result about something that is wrong or may be.</summary>
    public void Warn(string text)
    {
        var line = Text(text);
        if (_progress is { } progress)
            progress.WriteAbove(line);
        else
            environment.Error.WriteLine(line);
    }

    public void Json(IMessage message)
    {
        environment.OnDocument?.Invoke(message.Descriptor);
        environment.Out.WriteLine(JsonText.Of(message));
    }

    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        environment.OnDocument?.Invoke(type);
        environment.Out.WriteLine(JsonSerializer.Serialize(value, type));
    }

    /// <summary>Comma-separated values: a heading and a row for each item.</summary>
    public void Csv(IReadOnlyList<string> columns, IEnumerable<JsonElement> items) => CsvText.Write(environment.Out, columns, items);

    /// <summary>A table: columns aligned with blanks, no rules, headings in capitals. On a terminal free text is shortened to its width.</summary>
    public void Table(IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (var line in TextTable.Lines(columns, rows, environment.OutIsTerminal ? environment.OutColumns() : null, environment.KnowsUnicode ? "…" : "..."))
            environment.Out.WriteLine(line);
    }

    /// <summary>Names and values, one pair a line.</summary>
    public void Pairs(params IEnumerable<(string Name, string Value)> pairs)
    {
        foreach (var line in TextTable.Pairs(pairs.Select(pair => (pair.Name, Text(pair.Value)))))
            environment.Out.WriteLine(line);
    }

    private string Text(string text) => Printable.OneLine(completeCommands is null || !text.Contains("latbench ", StringComparison.Ordinal) ? text : completeCommands(text));

    /// <summary>Does <paramref name="work"/> with a bar that shows the shares, 0 to 1, and the texts that it reports. For terminals that <see cref="ShowsProgressBar"/>.</summary>
    /// <param name="text">Shown until the first report.</param>
    /// <param name="work">Gets where to report.</param>
    public async Task<T> WithProgressAsync<T>(string text, Func<Action<double, string>, Task<T>> work)
    {
        await using var progress = new ProgressDisplay(environment.Error, environment.ErrorColumns, environment.KnowsUnicode, Time, text);
        _progress = progress;
        try
        {
            return await work(progress.Report);
        }
        finally
        {
            _progress = null;
        }
    }
}

/// <summary>
/// The output of <c>--json</c>: protobuf's JSON mapping of the contract's messages with the field names as in the .proto files
/// (snake_case), every field present. Enumerations are their proto names, 64-bit integers and durations are strings.
/// </summary>
internal static class JsonText
{
    private static readonly JsonFormatter Formatter = new(
        JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true).WithIndentation("  "));

    private static readonly JsonFormatter CompactFormatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true));

    public static string Of(IMessage message) => Formatter.Format(message).ReplaceLineEndings("\n");

    /// <summary>The same on one line.</summary>
    public static string Compact(IMessage message) => CompactFormatter.Format(message);
}
