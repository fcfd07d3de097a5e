using System.Text.RegularExpressions;

namespace LatBench.EndToEnd.Tests.Terminals;

/// <summary>Commands as a person runs them: their standard output is a real pseudo-terminal.</summary>
[Collection(nameof(TerminalScenarios))]
public sealed partial class TerminalTests(FilledCoordinator coordinator)
{
    private const string Output = "> \"$TTY\"";

    private static readonly (string Name, string Value)[] Usual = [("TERM", "xterm-256color")];

    private static readonly string[][] Commands =
    [
        ["devices", "list"], ["devices", "show", FilledCoordinator.Device], ["campaigns", "list"], ["campaigns", "show", "1"], ["measurements", "list"], ["measurements", "show", "1"],
        ["measurements", "targets"], ["search", "list"], ["search", "show", "1", "--suggestions"], ["snapshots", "list"], ["snapshots", "show", "latest"],
        ["predictors", "list"], ["predictors", "show", "1"], ["tokens", "list"],
    ];

    [Fact]
    public async Task Terminal_of_80_columns_shows_every_cell_of_the_pipe() =>
        await Parallel.ForEachAsync(Commands, TestContext.Current.CancellationToken, async (command, _) => AssertSame(await PipedAsync(command), await ShownAsync(80, Usual, command), command));

    [Fact]
    public async Task Every_width_and_kind_of_terminal_shows_every_cell_of_the_pipe()
    {
        foreach (var command in new[] { Commands[0], Commands[6] })
        {
            var piped = await PipedAsync(command);
            AssertSame(piped, await ShownAsync(100, Usual, command), command);
            AssertSame(piped, await ShownAsync(132, Usual, command), command);
            AssertSame(piped, await ShownAsync(80, [("TERM", "dumb")], command), command);
            AssertSame(piped, await ShownAsync(80, [.. Usual, ("NO_COLOR", "1")], command), command);
        }
    }

    [Fact]
    public async Task Help_on_a_terminal_has_every_word_of_the_pipe()
    {
        var piped = (await coordinator.RunAsync("campaigns", "submit", "--help")).Expect(0).Output;
        var shown = await coordinator.RunOnTerminalAsync(80, Output, Usual, "campaigns", "submit", "--help");

        var words = Words(shown);
        Assert.All(Words(piped), word => Assert.Contains(word, words));
    }

    [Fact]
    public async Task Progress_on_a_narrow_terminal_is_whole()
    {
        var shown = await coordinator.RunOnTerminalAsync(40, "2> \"$TTY\"", Usual, "campaigns", "watch", "1");

        foreach (var part in new[] { "2 of 2 measurements done", "jobs", "samples" })
            Assert.Contains(part, shown, StringComparison.Ordinal);
    }

    private static HashSet<string> Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    private async Task<string[]> PipedAsync(string[] command) => (await coordinator.RunAsync(command)).Expect(0).Output.Split('\n');

    private async Task<string[]> ShownAsync(int columns, (string, string)[] variables, string[] command) =>
        (await coordinator.RunOnTerminalAsync(columns, Output, variables, command)).Split('\n');

    private static void AssertSame(string[] piped, string[] shown, string[] command)
    {
        var setting = string.Join(' ', command);
        Assert.True(piped.Length > 1 && piped.Length == shown.Length, $"{setting}: {shown.Length} lines instead of {piped.Length}");
        for (var i = 0; i < piped.Length; i++)
        {
            var (expected, actual) = (Blanks().Split(piped[i]), Blanks().Split(shown[i]));
            Assert.True(expected.Length == actual.Length, $"{setting}: {shown[i]}");
            Assert.All(expected.Zip(actual), cell => Assert.True(cell.First == cell.Second || IsShortened(cell.Second, cell.First), $"{setting}: '{cell.Second}' instead of '{cell.First}'"));
        }
    }

    private static bool IsShortened(string text, string whole)
    {
        var mark = text.EndsWith('…') ? "…" : "...";
        return FilledCoordinator.FreeTexts.Contains(whole) && text.EndsWith(mark, StringComparison.Ordinal) && whole.StartsWith(text[..^mark.Length], StringComparison.Ordinal);
    }

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
