using System.CommandLine;
using System.CommandLine.Completions;

namespace LatBench.Cli.Completion;

/// <summary>The kinds of values that a shell can propose.</summary>
internal enum CompletedKind
{
    /// <summary>No value: a switch.</summary>
    None,

    /// <summary>A value that only the user knows.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Words,

    /// <summary>Some of a few words, separated by commas.</summary>
    List,

    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,
}

/// <summary>The value of an option or an argument, as a shell completes it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Words">The words that it takes; empty for the kinds without words.</param>
internal sealed record CompletedValue(CompletedKind Kind, IReadOnlyList<string> Words)
{
    // The names that the help shows for values; a test holds that every one is known to be a file, a directory or neither.
    private static readonly HashSet<string> Files = ["FILE", "F", "LIBRARY"];

    // The sides of a comparison may be files.
    private static readonly HashSet<string> FileArguments = ["FILE", "A", "B"];
    private static readonly HashSet<string> Directories = ["DIR", "FOLDER", "PATH"];

    /// <summary>Gets the value of an option.</summary>
    public static CompletedValue Of(Option option) => option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool)
        ? new(CompletedKind.None, [])
        : Of(option, option.HelpName ?? "", Files);

    /// <summary>Gets the value of an argument.</summary>
    public static CompletedValue Of(Argument argument) => Of(argument, argument.HelpName ?? argument.Name, FileArguments);

    private static CompletedValue Of(Symbol symbol, string name, HashSet<string> files)
    {
        string[] words = [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label).Order(StringComparer.Ordinal)];
        if (words.Length > 0)
            return new(name == "LIST" ? CompletedKind.List : CompletedKind.Words, words);
        return new(files.Contains(name) ? CompletedKind.File : Directories.Contains(name) ? CompletedKind.Directory : CompletedKind.Text, []);
    }
}
