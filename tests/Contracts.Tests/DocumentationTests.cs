using System.Text.RegularExpressions;
using LatBench.TestKit;

namespace LatBench.Contracts.Tests;

/// <summary>Every service, method, message, field, enum and value of the public contract says what it is.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Folder = RepositoryRoot.PathOf("proto", "latbench", "v1");

    public static TheoryData<string> ProtoFiles => [.. Directory.GetFiles(Folder, "*.proto").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(ProtoFiles))]
    public void Every_declaration_has_a_comment_above_it(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        var declarations = Enumerable.Range(0, lines.Length).Where(i => Declaration().IsMatch(lines[i])).ToArray();
        var bare = declarations.Where(i => !lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)).Select(i => $"{i + 1}: {lines[i].Trim()}");

        Assert.NotEmpty(declarations);
        Assert.Empty(bare);
    }

    [GeneratedRegex(@"^\s*(service|message|enum|rpc|oneof)\s+\w|^\s*((repeated|optional)\s+)?[A-Za-z][\w.]*\s+[a-z]\w*\s*=\s*\d+;|^\s*[A-Z][A-Z0-9_]*\s*=\s*\d+;")]
    private static partial Regex Declaration();
}
