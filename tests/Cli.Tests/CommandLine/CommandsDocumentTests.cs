using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>Holds docs/reference/commands.md against the commands themselves.</summary>
public sealed class CommandsDocumentTests
{
    private static readonly string Document = RepositoryRoot.PathOf("docs", "reference", "commands.md");

    private static readonly IReadOnlyList<(string Path, CliCommand Command)> Leaves = [.. Walk(Root(), "latbench")];

    [Fact]
    public void Headings_are_the_commands_in_order() =>
        Assert.Equal(Leaves.Select(leaf => leaf.Path), Sections().Select(section => section.Heading));

    /// <summary><c>LATBENCH_APPROVE=1</c> writes the document anew; what is written by hand below the tables is kept.</summary>
    [Fact]
    public void Descriptions_examples_arguments_and_options_are_those_of_the_commands()
    {
        var document = File.ReadAllText(Document);
        var expected = CommandReference.Render(document, Leaves);
        if (Approval.IsRequested)
            File.WriteAllText(Document, expected);

        Assert.Equal(expected.Split('\n'), File.ReadAllText(Document).Split('\n'));
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

    private static List<(string Heading, string Text)> Sections() =>
        [.. File.ReadAllText(Document).Split("\n### ").Skip(1).Select(text => (text.Split('\n')[0].Trim('`'), text))];
}
