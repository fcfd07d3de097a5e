using System.CommandLine;
using System.CommandLine.Help;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>Holds docs/reference/commands.md against the commands themselves.</summary>
public sealed class CommandsDocumentTests
{
    private static readonly IReadOnlyList<(string Path, CliCommand Command)> Leaves = [.. Walk(Root(), "latbench")];

    [Fact]
    public void Headings_are_the_commands_in_order() =>
        Assert.Equal(Leaves.Select(leaf => leaf.Path), Sections().Select(section => section.Heading));

    [Fact]
    public void Sections_hold_every_example_option_and_argument()
    {
        foreach (var ((path, command), section) in Leaves.Zip(Sections()))
        {
            foreach (var example in command.Examples)
                Assert.True(section.Text.Contains(example, StringComparison.Ordinal), $"{path}: the example is not in docs/reference/commands.md: {example}");
            foreach (var option in command.Options.Where(option => option is not HelpOption && !option.Hidden))
                Assert.True(section.Text.Contains($"`{option.Name}", StringComparison.Ordinal), $"{path}: docs/reference/commands.md does not name {option.Name}");
            foreach (var argument in command.Arguments)
                Assert.True(section.Text.Contains($"`{argument.Name}`", StringComparison.Ordinal), $"{path}: docs/reference/commands.md does not name {argument.Name}");
        }
    }

    [Fact]
    public void Commands_have_an_example_each() => Assert.All(Leaves, leaf => Assert.NotEmpty(leaf.Command.Examples));

    [Fact]
    public async Task Help_shows_description_options_and_examples()
    {
        foreach (var (path, command) in Leaves)
        {
            var run = await CliRun.InvokeAsync([.. path.Split(' ').Skip(1), "--help"]);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(command.Description!, run.Out, StringComparison.Ordinal);
            Assert.All(command.Examples, example => Assert.Contains(example, run.Out, StringComparison.Ordinal));
            Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(option.Name, run.Out, StringComparison.Ordinal));
        }
    }

    private static RootCommand Root() => LatBenchCommand.Create(new CliHost(new CliEnvironment
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = _ => null,
    }));

    private static IEnumerable<(string, CliCommand)> Walk(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, (CliCommand)command)]
        : command.Subcommands.Where(child => !child.Hidden).SelectMany(child => Walk(child, $"{path} {child.Name}"));

    private static List<(string Heading, string Text)> Sections()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LatBench.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("LatBench.sln is not above the tests.");
        return [.. File.ReadAllText(Path.Combine(folder.FullName, "docs", "reference", "commands.md"))
            .Split("\n### ")
            .Skip(1)
            .Select(text => (text.Split('\n')[0].Trim('`'), text))];
    }
}
