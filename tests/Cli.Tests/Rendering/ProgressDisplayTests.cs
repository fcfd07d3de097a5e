using LatBench.Cli.Rendering;
using LatBench.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Cli.Tests.Rendering;

public sealed class ProgressDisplayTests
{
    private const string Standing = "12 of 60 measurements done, pass 3, 180 visits, 4500 samples, 2 suspect, 1 failed";

    [Theory]
    [InlineData(200, 1)]
    [InlineData(80, 3)]
    [InlineData(40, 4)]
    [InlineData(10, 7)]
    public void Lines_break_between_parts_only(int columns, int count)
    {
        var lines = ProgressText.Lines(0.45, TimeSpan.FromSeconds(83), Standing, columns, unicode: false);
        Assert.Equal(count, lines.Count);
        Assert.All(Standing.Split(", "), part => Assert.Single(lines, line => line.Contains(part, StringComparison.Ordinal)));
        Assert.Contains(" 45 % 00:01:23", lines[0], StringComparison.Ordinal);
        if (columns > 40)
            Assert.All(lines, line => Assert.True(line.Length <= columns, line));
    }

    [Fact]
    public async Task Display_is_drawn_over_itself_and_gone_at_the_end()
    {
        using var writer = new StringWriter();
        var display = new ProgressDisplay(writer, () => 80, unicode: false, new FakeTimeProvider(), "starting");
        await using (display)
        {
            display.Report(0.5, Standing);
            display.WriteAbove("a note");
        }

        var text = writer.ToString();
        Assert.Contains("\r\u001b[2A\u001b[Ja note\n####################--------------------  50 % 00:00:00\n12 of 60", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[2A\u001b[J", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Display_on_a_narrow_terminal_shows_every_part_whole()
    {
        using var terminal = PseudoTerminal.Open(40);
        await using (var writer = terminal.Writer())
        await using (var display = new ProgressDisplay(writer, () => TerminalSize.Columns(terminal.Descriptor), unicode: true, new FakeTimeProvider(), "starting"))
            display.Report(0.5, Standing);

        var text = await terminal.CloseAsync(TestContext.Current.CancellationToken);

        Assert.All(Standing.Split(", "), part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length < 40 || line.Contains("starting", StringComparison.Ordinal), line));
    }
}
