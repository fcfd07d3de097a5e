using System.Text.RegularExpressions;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Quickstart;
using LatBench.Cli.Tests.Quickstart;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>Commands that LatBench prints can be copied: they exist, and a shell reads their words as they are meant.</summary>
public sealed partial class PrintedCommandsTests
{
    /// <summary>The commands in the texts of the sources, with the holes that values are put in.</summary>
    private static IEnumerable<(string File, string Command)> Printed =>
        new[] { "src", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryRoot.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(line => Command().Matches(line)).Select(match => (Path.GetFileName(file), match.Groups["command"].Value)));

    [Fact]
    public void Values_in_printed_commands_are_quoted()
    {
        var found = Printed.ToArray();

        Assert.True(found.Length > 30, $"{found.Length} commands are found");
        Assert.All(found, printed => Assert.All(Hole().Matches(printed.Command), hole => Assert.True(IsSafe(hole.Value), $"{printed.File}: {printed.Command}")));
    }

    [Fact]
    public void Printed_commands_exist_with_the_options_that_they_have()
    {
        var root = LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null }));
        foreach (var (file, command) in Printed)
        {
            var words = Hole().Replace(command, "1").Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            if (words.Length == 0)
                continue;
            var parsed = root.Parse(words);
            Assert.True(parsed.UnmatchedTokens.Count == 0, $"{file}: {command}");
        }
    }

    [Fact]
    public void Next_steps_of_a_quickstart_are_quoted()
    {
        using var output = new StringWriter();
        var host = new CliHost(new CliEnvironment { Out = output, Error = TextWriter.Null, Variable = _ => null });
        var parsed = LatBenchCommand.Create(host).Parse(["quickstart", "--data", "/my lab's data/$x"]);

        QuickstartReport.Print(new CommandContext(host, parsed, TestContext.Current.CancellationToken), QuickstartReportTests.Result());

        Assert.Contains(@"  ./latbench up --with-agent --open --data '/my lab'\''s data/$x'", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--data /my", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hint_has_the_options_that_lead_to_the_same_coordinator()
    {
        var host = new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });
        var parsed = LatBenchCommand.Create(host).Parse(["devices", "list", "--data", "my data", "--server", "http://127.0.0.1:9", "--token-file", "a token"]);
        var context = new CommandContext(host, parsed, TestContext.Current.CancellationToken);

        Assert.Equal("latbench devices resume lab --server http://127.0.0.1:9 --token-file 'a token' --data 'my data'", context.CommandLine("devices", "resume", "lab"));
    }

    [Theory]
    [InlineData("See 'latbench campaigns list'.", "See `latbench campaigns list --server http://127.0.0.1:9 --data 'my data'`.")]
    [InlineData("Resume it with `latbench devices resume lab`, or `latbench tokens create`.", "Resume it with `latbench devices resume lab --server http://127.0.0.1:9 --data 'my data'`, or `latbench tokens create --server http://127.0.0.1:9 --data 'my data'`.")]
    [InlineData("`latbench down --data 'my data'` stops it; start it with `latbench up`.", "`latbench down --data 'my data'` stops it; start it with `latbench up --data 'my data'`.")]
    [InlineData("See `latbench snapshots verify '/a b'` and 'latbench agent check'.", "See `latbench snapshots verify '/a b'` and 'latbench agent check'.")]
    [InlineData("The word 'latbench is none' and `predictors train` stay.", "The word 'latbench is none' and `predictors train` stay.")]
    public void CompleteCommands_adds_the_options_that_a_command_needs(string text, string expected)
    {
        var host = new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null });
        var parsed = LatBenchCommand.Create(host).Parse(["devices", "list", "--data", "my data", "--server", "http://127.0.0.1:9"]);

        Assert.Equal(expected, new CommandContext(host, parsed, TestContext.Current.CancellationToken).CompleteCommands(text));
    }

    [Theory]
    [InlineData("There is no device yet: enrol this machine with `latbench agent run", "devices", "list")]
    [InlineData("There is no campaign yet: start one with `latbench campaigns submit --models 100", "campaigns", "list")]
    [InlineData("No device takes work: start an agent with `latbench agent run", "campaigns", "submit", "--models", "3")]
    public async Task Hint_of_a_command_leads_to_the_same_coordinator(string expected, params string[] arguments)
    {
        using var folder = new TempDirectory();
        await using var server = await CoordinatorDouble.StartAsync(new CoordinatorDouble.Answers());

        var run = await CliRun.InvokeAsync([.. arguments, "--server", server.Address, "--data", folder.File("my lab")]);

        Assert.Equal($"{expected} --server {server.Address} --data '{folder.File("my lab")}'`.\n", run.Error);
    }

    private static bool IsSafe(string hole) => hole is "{verb}" or "{id}" || hole.Contains("ShellWord.", StringComparison.Ordinal);

    [GeneratedRegex("""(?<quote>[`'])(?<command>(\./)?latbench (?!is\b)[a-z][^`']*)\k<quote>""", RegexOptions.CultureInvariant)]
    private static partial Regex Command();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
