namespace LatBench.Docs.Tests.Markdown;

/// <summary>Lines of documents have at most 200 characters, so that they can be read and compared in any window.</summary>
public sealed class LineLengthTests
{
    private const int Max = 200;

    [Fact]
    public void Lines_have_at_most_200_characters()
    {
        var tooLong = (from document in Document.All
                       where !document.IsPublished
                       from line in document.Lines.Select((text, index) => (Text: text, Number: index + 1))
                       where line.Text.Length > Max && !(document.IsGenerated && line.Text.StartsWith('|'))
                       select $"{document.Path}:{line.Number}: {line.Text.Length} characters").ToArray();

        Assert.True(tooLong.Length == 0, string.Join("\n", tooLong));
    }
}
