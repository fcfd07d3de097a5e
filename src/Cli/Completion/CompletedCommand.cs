using System.CommandLine;
using System.CommandLine.Help;

namespace LatBench.Cli.Completion;

/// <summary>A command as a shell completes it.</summary>
/// <param name="Path">The words that lead to it, without <c>latbench</c>; empty for the root.</param>
/// <param name="Subcommands">The names of the commands below it.</param>
/// <param name="Options">Its options, those of the commands above it that hold here included, each name with its value.</param>
/// <param name="Argument">Its argument, the last one where it has several; null where it takes none.</param>
internal sealed record CompletedCommand(
    string Path, IReadOnlyList<string> Subcommands, IReadOnlyList<(string Name, CompletedValue Value)> Options, CompletedValue? Argument)
{
    /// <summary>Gets a command with everything below it that help shows.</summary>
    public static IEnumerable<CompletedCommand> Walk(RootCommand root) => Walk(root, "", []);

    private static IEnumerable<CompletedCommand> Walk(Command command, string path, IReadOnlyList<Option> inherited)
    {
        Command[] children = [.. command.Subcommands.Where(child => !child.Hidden)];
        Option[] options = [.. command.Options.Concat(inherited).Where(option => !option.Hidden)];
        yield return new(
            path,
            [.. children.Select(child => child.Name)],
            [.. options.SelectMany(option => Names(option).Select(name => (name, CompletedValue.Of(option)))).OrderBy(option => option.name, StringComparer.Ordinal)],
            command.Arguments.LastOrDefault() is { } argument ? CompletedValue.Of(argument) : null);
        Option[] passed = [.. command.Options.Where(option => option.Recursive), .. inherited];
        foreach (var below in children.SelectMany(child => Walk(child, path.Length == 0 ? child.Name : $"{path} {child.Name}", passed)))
            yield return below;
    }

    // Long aliases are former names.
    private static IEnumerable<string> Names(Option option) =>
        option is HelpOption ? [option.Name] : option.Aliases.Where(name => name.StartsWith('-') && !name.StartsWith("--", StringComparison.Ordinal)).Prepend(option.Name);
}
