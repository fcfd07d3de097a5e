using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using LatBench.Cli.CommandLine;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>Every command and every option that a document or a message quotes exists.</summary>
public sealed partial class QuotedOptionsTests
{
    /// <summary>Options of other programs: curl, protoc, docker and nvidia-smi.</summary>
    private static readonly string[] Foreign = ["--noproxy", "--plugin", "--build-arg", "--cap-add", "--cpuset-cpus", "--memory", "--power-limit", "--lock-gpu-clocks", "--query-gpu", "--format", "--tflite"];

    private static readonly RootCommand Root = LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null }));

    /// <summary>The options of the command, and those that the sources of the other programs, the benchmarks and the scripts declare.</summary>
    private static readonly HashSet<string> Known =
    [
        "--help", "--version", .. Foreign, .. OptionsOf(Root),
        .. Files(["src", "bench", "tests/TestKit"], "*.cs").SelectMany(file => Declared().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)),
        .. Files(["."], "*.sh", SearchOption.TopDirectoryOnly).Concat(Files(["eng", "datasets", "deploy"], "*.sh"))
            .SelectMany(file => Mentioned().Matches(File.ReadAllText(file)).Select(match => match.Value)),
    ];

    private static IEnumerable<string> Documents => Files(["docs"], "*.md").Concat([RepositoryRoot.PathOf("README.md"), RepositoryRoot.PathOf("CONTRIBUTING.md")]);

    [Fact]
    public void Commands_in_documents_exist_with_their_options()
    {
        var found = 0;
        foreach (var document in Documents)
        {
            foreach (var line in CommandLines(File.ReadAllText(document)))
            {
                foreach (Match command in LatBench().Matches(line))
                {
                    var words = Words(line[(command.Index + command.Length)..]);
                    if (words.Count == 0)
                        continue;
                    found++;
                    var unknown = Root.Parse(words).UnmatchedTokens;
                    Assert.True(unknown.Count == 0, $"{Path.GetFileName(document)}: {string.Join(' ', unknown)} in: {line.Trim()}");
                }
            }
        }

        Assert.True(found > 100, $"{found} commands are found");
    }

    [Fact]
    public void Options_that_documents_quote_exist() => Assert.Empty(
        from document in Documents
        from Match span in Span().Matches(Block().Replace(File.ReadAllText(document), ""))
        let words = span.Groups["text"].Value
        where words.StartsWith("--", StringComparison.Ordinal) || LatBench().IsMatch(words)
        from Match option in Mentioned().Matches(words)
        where !Known.Contains(option.Value)
        select $"{Path.GetFileName(document)}: {option.Value} in `{words}`");

    [Fact]
    public void Options_that_messages_quote_exist() => Assert.Empty(
        from file in Files(["src"], "*.cs")
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from Match literal in Literal().Matches(line)
        from Match option in Mentioned().Matches(literal.Value)
        where !Known.Contains(option.Value)
        select $"{Path.GetFileName(file)}: {option.Value} in {literal.Value}");

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Concat(command.Subcommands.SelectMany(OptionsOf));

    private static IEnumerable<string> Files(string[] folders, string pattern, SearchOption depth = SearchOption.AllDirectories) => folders
        .Select(folder => RepositoryRoot.PathOf(folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, depth))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/artifacts/", StringComparison.Ordinal));

    /// <summary>The lines of blocks of code, and the code within sentences; a line that goes on is one with the next.</summary>
    private static IEnumerable<string> CommandLines(string text)
    {
        foreach (Match block in Block().Matches(text))
            foreach (var line in block.Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Skip(1))
                yield return line;
        foreach (Match span in Span().Matches(Block().Replace(text, "")))
            if (LatBench().Match(span.Groups["text"].Value) is { Success: true, Index: 0 })
                yield return span.Groups["text"].Value;
    }

    /// <summary>The words of a command line as a shell reads them, up to what is no part of the command.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        foreach (var c in text + " ")
        {
            if (quote is null && c is '|' or '>' or '#' or ';' or '&' or ')' && (c != '#' || word.Length == 0))
                break;
            if (c == quote)
                quote = null;
            else if (quote is null && c is '\'' or '"')
                quote = c;
            else if (quote is not null || !char.IsWhiteSpace(c))
                word.Append(c);
            else if (word.Length > 0)
                Take();
        }

        if (word.Length > 0)
            Take();
        return words;

        void Take()
        {
            if (word.ToString() is not ("…" or "..."))
                words.Add(word.ToString());
            word.Clear();
        }
    }

    [GeneratedRegex(@"(?<![\w/.-])(\./)?latbench(?=[ \t]+[a-z-])", RegexOptions.CultureInvariant)]
    private static partial Regex LatBench();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`(?<text>[^`\n]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Span();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9]*(-[a-z0-9]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Mentioned();

    [GeneratedRegex("\"(?<name>--[a-z][a-z0-9-]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Declared();

    [GeneratedRegex("\"([^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
