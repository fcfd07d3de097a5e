using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using LatBench.Cli.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LatBench.Cli.Rendering;

/// <summary>Results go to standard output; notes, progress and complaints to standard error.</summary>
internal sealed class Terminal(CliEnvironment environment)
{
    // Spectre wraps what is wider than the console; a pipe has no width.
    private const int PipeWidth = 4096;

    public TimeProvider Time { get; } = environment.Time;

    /// <summary>Whether progress can be drawn over itself.</summary>
    public bool ShowsProgressBar => environment.ErrorIsTerminal;

    /// <summary>The console of standard error.</summary>
    public IAnsiConsole ErrorConsole { get; } = Console(environment.Error, environment.ErrorIsTerminal);

    /// <summary>One line of the result.</summary>
    public void Line(string text = "") => environment.Out.WriteLine(Printable.OneLine(text));

    /// <summary>One line beside the result.</summary>
    public void Note(string text) => environment.Error.WriteLine(Printable.OneLine(text));

    public void Json(IMessage message) => environment.Out.WriteLine(JsonText.Of(message));

    public void Json<T>(T value, JsonTypeInfo<T> type) => environment.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A table: columns aligned with blanks, no rules, headings in capitals.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().NoBorder();
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)).PadLeft(0).PadRight(2).NoWrap());
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Printable.OneLine(cell))));
        Write(table);
    }

    /// <summary>Names and values, one pair a line.</summary>
    public void Pairs(params IEnumerable<(string Name, string Value)> pairs)
    {
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(0).PadRight(2).NoWrap()).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, value) in pairs)
            grid.AddRow(new Text(name), new Text(Printable.OneLine(value)));
        Write(grid);
    }

    // Columns are padded to their width: the blanks after the last one are nobody's.
    private void Write(IRenderable table)
    {
        using var text = new StringWriter();
        var console = Console(text, isTerminal: false);
        if (environment.OutIsTerminal)
            console.Profile.Width = AnsiConsole.Profile.Width;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
            environment.Out.WriteLine(line.TrimEnd());
    }

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
