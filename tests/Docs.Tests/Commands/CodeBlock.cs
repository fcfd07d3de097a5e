using System.Text.RegularExpressions;

namespace LatBench.Docs.Tests.Commands;

/// <summary>
/// A block of shell or Python in a document. An HTML comment in the line before it says how it is run: <c>not run: REASON</c> leaves it out,
/// <c>runs until: TEXT</c> starts it and goes on once it has printed the text; without one it is run to its end.
/// </summary>
internal sealed partial record CodeBlock(string Document, int Line, string Language, string Code, string? NotRunReason, string? ReadyText)
{
    /// <summary>Gets the documents whose commands are run, in the order of the index.</summary>
    public static IReadOnlyList<string> Documents { get; } =
        ["README.md", .. LatBench.Docs.Tests.Markdown.Document.Of("docs/README.md").Links.Where(link => link.StartsWith("tutorials/", StringComparison.Ordinal)).Select(link => $"docs/{link}")];

    /// <summary>Returns the blocks of a document that can be run.</summary>
    public static IEnumerable<CodeBlock> Of(string path) => AllOf(path).Where(block => block.Language is "sh" or "python");

    /// <summary>Returns the blocks of a document in any language.</summary>
    public static IReadOnlyList<CodeBlock> AllOf(string path)
    {
        var lines = LatBench.Docs.Tests.Markdown.Document.Of(path).Lines;
        var blocks = new List<CodeBlock>();
        for (var start = 0; start < lines.Count; start++)
        {
            if (!lines[start].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Enumerable.Range(start + 1, lines.Count - start - 1).First(index => lines[index] == "```");
            var before = start > 0 ? lines[start - 1] : "";
            blocks.Add(new CodeBlock(
                path, start + 1, lines[start][3..], string.Join('\n', lines.Skip(start + 1).Take(end - start - 1)),
                NotRun().Match(before) is { Success: true } notRun ? notRun.Groups["reason"].Value : null,
                RunsUntil().Match(before) is { Success: true } until ? until.Groups["text"].Value : null));
            start = end;
        }

        return blocks;
    }

    public override string ToString() => $"{Document}:{Line}";

    [GeneratedRegex(@"^<!-- not run: (?<reason>.*) -->$", RegexOptions.CultureInvariant)]
    private static partial Regex NotRun();

    [GeneratedRegex(@"^<!-- runs until: (?<text>.*) -->$", RegexOptions.CultureInvariant)]
    private static partial Regex RunsUntil();
}
