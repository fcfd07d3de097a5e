using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Terminals;

/// <summary>With <c>--quiet</c> there are results and errors and nothing else, and no output is ever coloured.</summary>
public sealed class QuietTests(SampleCoordinator coordinator) : IClassFixture<SampleCoordinator>
{
    [Theory]
    [InlineData("campaigns submit --models 3 --target t --watch")]
    [InlineData("campaigns watch 1")]
    [InlineData("predictors train --target t")]
    [InlineData("tokens create")]
    [InlineData("measurements targets")]
    [InlineData("models upload DIR/net.onnx")]
    [InlineData("devices list")]
    public async Task Results_are_the_same_and_notes_are_left_out(string line)
    {
        using var folder = new TempDirectory();
        Assert.Equal(0, (await CliRun.InvokeAsync("export", "onnx", "--arch", "000100", "--out", folder.File("net.onnx"))).ExitCode);
        string[] words = line.Replace("DIR", folder.Path, StringComparison.Ordinal).Split(' ');
        var told = await coordinator.RunAsync(words);

        foreach (var option in new[] { "--quiet", "-q" })
        {
            var quiet = await coordinator.RunAsync([.. words, option]);
            Assert.Equal((told.ExitCode, told.Out), (quiet.ExitCode, quiet.Out));
            Assert.All(quiet.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), left => Assert.StartsWith("Warning: ", left, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Notes_are_there_without_the_option()
    {
        Assert.NotEqual("", (await coordinator.RunAsync(["tokens", "create"])).Error);
        Assert.NotEqual("", (await coordinator.RunAsync(["campaigns", "watch", "1"])).Error);
        Assert.Equal("", (await coordinator.RunAsync(["campaigns", "watch", "1", "--quiet"])).Error);
    }

    [Fact]
    public async Task Errors_stay()
    {
        var run = await CliRun.InvokeAsync("devices", "list", "--quiet", "--server", "http://127.0.0.1:1");
        var refused = await CliRun.InvokeAsync("devices", "list", "--quiet", "--output", "yaml");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("No coordinator answers", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("--output takes", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Progress_is_drawn_on_a_terminal_unless_it_is_quiet(bool isQuiet, bool isDrawn)
    {
        var environment = new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, ErrorIsTerminal = true, Variable = name => name == "TERM" ? "xterm" : null };

        Assert.Equal(isDrawn, new Terminal(environment, null, isQuiet).ShowsProgressBar);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_coloured(bool noColor)
    {
        Dictionary<string, string> variables = new() { ["TERM"] = "xterm-256color" };
        if (noColor)
            variables["NO_COLOR"] = "1";
        foreach (var line in new[] { "devices list", "campaigns show 1", "campaigns watch 1", "measurements show 12", "predictors show 3", "predictors train --target t", "search show 1", "config show", "--help" })
        {
            using var terminal = PseudoTerminal.Open(100);
            await using (var writer = terminal.Writer())
                await coordinator.RunOnAsync(line.Split(' '), SampleCoordinator.Environment(terminal, writer, variables) with { Error = writer, ErrorIsTerminal = true, ErrorColumns = () => 100 });
            var raw = await terminal.CloseRawAsync(TestContext.Current.CancellationToken);

            Assert.NotEmpty(raw);
            // Select Graphic Rendition, the sequence for colours and weights.
            Assert.DoesNotMatch("\u001b\\[[0-9;]*m", raw);
        }
    }
}
