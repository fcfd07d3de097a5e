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

        Assert.Contains(@"  ./latbench up --with-agent --data '/my lab'\''s data/$x'", output.ToString(), StringComparison.Ordinal);
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

    private static bool IsSafe(string hole) => hole is "{verb}" or "{id}" || hole.Contains("ShellWord.", StringComparison.Ordinal);

    [GeneratedRegex("""(?<quote>[`'])(?<command>(\./)?latbench (?!is\b)[a-z][^`']*)\k<quote>""", RegexOptions.CultureInvariant)]
    private static partial Regex Command();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
