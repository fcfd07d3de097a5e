using System.Text.RegularExpressions;
using LatBench.Docs.Tests.Markdown;

namespace LatBench.Docs.Tests.Commands;

/// <summary>Holds the marks that say how the commands of README and tutorials are run.</summary>
public sealed partial class CodeBlockTests
{
    /// <summary>The blocks that no test runs. One that is added or goes changes this list, and has to be thought about.</summary>
    private static readonly (string Document, int Blocks)[] NotRun =
    [
        ("README.md", 2),
        ("docs/tutorials/data-in-python.md", 1),
        ("docs/tutorials/first-measurement.md", 1),
        ("docs/tutorials/your-own-board.md", 4),
    ];

    [Fact]
    public void Readme_and_every_tutorial_are_among_the_documents() =>
        Assert.Equal(
            Document.All.Select(document => document.Path).Where(path => path == "README.md" || path.StartsWith("docs/tutorials/", StringComparison.Ordinal)),
            CodeBlock.Documents.Order(StringComparer.Ordinal));

    [Fact]
    public void Blocks_that_are_not_run_are_counted() =>
        Assert.Equal(NotRun, CodeBlock.Documents.SelectMany(CodeBlock.Of).Where(block => block.NotRunReason is not null)
            .GroupBy(block => block.Document).Select(blocks => (blocks.Key, blocks.Count())).OrderBy(count => count.Key, StringComparer.Ordinal));

    [Fact]
    public void Blocks_that_are_not_run_say_why() =>
        Assert.All(CodeBlock.Documents.SelectMany(CodeBlock.Of).Where(block => block.NotRunReason is not null), block => Assert.True(block.NotRunReason!.Split(' ').Length > 3, $"{block}: {block.NotRunReason}"));

    /// <summary>A block in another language, or without one, would be run by no test and counted by none.</summary>
    [Fact]
    public void Commands_stand_in_blocks_of_shell() =>
        Assert.DoesNotContain(CodeBlock.Documents.SelectMany(CodeBlock.AllOf), block => block.Language != "sh" && Command().IsMatch(block.Code));

    [Fact]
    public async Task Python_is_Python()
    {
        var blocks = CodeBlock.Documents.SelectMany(CodeBlock.Of).Where(block => block.Language == "python").ToArray();
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var result = await CommandResult.RunAsync(Programs.Redirected("python3", ["-c", "import ast, sys; ast.parse(sys.argv[1])", block.Code]));
            Assert.True(result.ExitCode == 0, $"{block}: {result.Errors}");
        }
    }

    [Fact]
    public void Marks_stand_directly_before_a_block() =>
        Assert.All(Document.All, document => Assert.Equal(Mark().Count(document.Text), MarkBeforeBlock().Count(document.Text)));

    [GeneratedRegex(@"^(\$ )?(\./)?latbench [a-z]", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^<!-- (not run|runs until):.*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^<!-- (not run|runs until): .+ -->\n```(sh|python)$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex MarkBeforeBlock();
}
