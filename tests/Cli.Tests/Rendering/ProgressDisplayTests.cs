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
        var lines = ProgressText.Lines(0.45, TimeSpan.FromSeconds(83), left: null, Standing, columns, unicode: false);
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
    public void Lines_have_the_estimate_of_the_time_left()
    {
        var lines = ProgressText.Lines(0.45, TimeSpan.FromSeconds(83), TimeSpan.FromSeconds(101), Standing, 80, unicode: false);

        Assert.EndsWith(" 45 % 00:01:23, 2 min left", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Display_estimates_the_time_left_once_it_knows_how_fast_the_work_goes()
    {
        using var writer = new StringWriter();
        var time = new FakeTimeProvider();
        await using (var display = new ProgressDisplay(writer, () => 80, unicode: false, time, "starting"))
        {
            display.Report(0.5, "half of it was done before");
            Assert.DoesNotContain("left", writer.ToString(), StringComparison.Ordinal);
            time.Advance(TimeSpan.FromSeconds(30));
            display.Report(0.6, "going on");
        }

        Assert.EndsWith(" 60 % 00:00:30, 2 min left going on\r\u001b[J", writer.ToString(), StringComparison.Ordinal);
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
