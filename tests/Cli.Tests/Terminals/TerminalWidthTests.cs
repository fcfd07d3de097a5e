using System.Text.RegularExpressions;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Quickstart;
using LatBench.Cli.Tests.Quickstart;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Terminals;

/// <summary>No width of a terminal drops or splits a value: what stands on a pseudo-terminal is what stands in a pipe.</summary>
public sealed partial class TerminalWidthTests(SampleCoordinator coordinator) : IClassFixture<SampleCoordinator>
{
    private const string Cell = "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|";

    /// <summary>Columns, TERM, and whether colours are refused.</summary>
    private static readonly (int Columns, string Term, bool NoColor)[] Settings =
        [(80, "xterm-256color", false), (100, "xterm", false), (132, "xterm", false), (80, "dumb", false), (80, "xterm", true), (30, "dumb", true), (400, "xterm", false)];

    private static readonly string[][] Commands =
    [
        ["architectures", "show", Cell], ["devices", "list"], ["devices", "show", "x"], ["campaigns", "list"], ["campaigns", "show", "1"], ["measurements", "list"], ["measurements", "show", "12"],
        ["models", "list"], ["models", "show", "x"], ["measurements", "targets"], ["compare", "1", "2"], ["search", "list"], ["search", "show", "1", "--suggestions"], ["search", "suggest", "1"], ["snapshots", "list"], ["snapshots", "show", "latest"],
        ["snapshots", "diff", "1.2.2", "1.2.3"], ["predictors", "list"], ["predictors", "show", "3"], ["predictors", "evaluate", "3"],
        ["predict", "--target", "t", "--arch", Cell], ["tokens", "list"], ["web-runtime", "list"], ["config", "show", "--data", "lab"],
    ];

    public static TheoryData<string> Lines => [.. Commands.Select(words => string.Join(' ', words))];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Every_cell_of_the_pipe_is_on_the_terminal(string line)
    {
        var words = line.Split(' ');
        foreach (var (columns, term, noColor) in Settings)
        {
            var variables = Variables(term, noColor);
            var piped = await coordinator.RunAsync(words, variables);
            Assert.Equal(0, piped.ExitCode);
            AssertSame(piped.Out.Split('\n'), await coordinator.RunOnTerminalAsync(words, columns, variables), $"{columns} columns, {term}");
        }
    }

    [Fact]
    public async Task Quickstart_report_on_the_terminal_is_that_of_the_pipe()
    {
        foreach (var (columns, term, noColor) in Settings)
        {
            using var piped = new StringWriter();
            var variables = Variables(term, noColor);
            Print(new CliEnvironment { Out = piped, Error = TextWriter.Null, Variable = variables.GetValueOrDefault });
            using var terminal = PseudoTerminal.Open(columns);
            await using (var writer = terminal.Writer())
                Print(SampleCoordinator.Environment(terminal, writer, variables));
            var shown = (await terminal.CloseAsync(TestContext.Current.CancellationToken)).Split('\n');
            Assert.Equal(piped.ToString().ReplaceLineEndings("\n").Split('\n'), shown);
            Assert.Contains(shown, text => text.Contains("EFFECTIVE CELL", StringComparison.Ordinal));
        }

        static void Print(CliEnvironment environment)
        {
            var host = new CliHost(environment);
            QuickstartReport.Print(new CommandContext(host, LatBenchCommand.Create(host).Parse(["quickstart"]), CancellationToken.None), QuickstartReportTests.Result());
        }
    }

    [Fact]
    public async Task Free_text_is_shortened_so_that_the_table_of_a_common_device_fits()
    {
        var shown = await coordinator.RunOnTerminalAsync(["measurements", "targets"], 200, Variables("xterm", noColor: false));

        Assert.All(shown, line => Assert.True(line.Length <= 200, line));
        Assert.Contains('…', shown[1]);
        Assert.StartsWith(Samples.FreeTexts[0][..6], Cells(shown[1])[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_list_and_show_command_is_tried()
    {
        var root = LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null }));
        var all = root.Subcommands.SelectMany(group => group.Subcommands.Where(command => command.Name is "list" or "show").Select(command => $"{group.Name} {command.Name}"));

        Assert.Empty(all.Except(Commands.Select(words => $"{words[0]} {words[1]}")));
    }

    private static Dictionary<string, string> Variables(string term, bool noColor)
    {
        var variables = new Dictionary<string, string> { ["TERM"] = term };
        if (noColor)
            variables["NO_COLOR"] = "1";
        return variables;
    }

    private static void AssertSame(string[] piped, string[] shown, string setting)
    {
        Assert.True(piped.Length == shown.Length, $"{setting}: {shown.Length} lines instead of {piped.Length}");
        for (var i = 0; i < piped.Length; i++)
        {
            var (expected, actual) = (Cells(piped[i]), Cells(shown[i]));
            Assert.True(expected.Length == actual.Length, $"{setting}: {shown[i]}");
            for (var cell = 0; cell < expected.Length; cell++)
                Assert.True(actual[cell] == expected[cell] || IsShortened(actual[cell], expected[cell]), $"{setting}: '{actual[cell]}' instead of '{expected[cell]}'");
        }
    }

    private static bool IsShortened(string text, string whole)
    {
        var mark = text.EndsWith('…') ? "…" : "...";
        return Samples.FreeTexts.Contains(whole) && text.EndsWith(mark, StringComparison.Ordinal) && whole.StartsWith(text[..^mark.Length], StringComparison.Ordinal);
    }

    private static string[] Cells(string line) => Blanks().Split(line);

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
