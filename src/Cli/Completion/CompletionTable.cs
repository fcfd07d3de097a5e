using System.CommandLine;
using System.Text;

namespace LatBench.Cli.Completion;

/// <summary>
/// The commands as text that every shell can read, a line each: path, subcommands, options and argument, separated by <c>|</c>. An option is its name, with <c>=</c> and the code of its
/// value where it takes one. Codes: <c>text</c>, <c>file</c>, <c>directory</c>, <c>words:a,b</c> for one of the words, <c>list:a,b</c> for several.
/// </summary>
internal static class CompletionTable
{
    /// <summary>Gets the table of a command and everything below it; lines end with a line feed.</summary>
    public static string Of(RootCommand root)
    {
        var table = new StringBuilder();
        foreach (var command in CompletedCommand.Walk(root))
        {
            table
                .Append(command.Path).Append('|')
                .AppendJoin(' ', command.Subcommands).Append('|')
                .AppendJoin(' ', command.Options.Select(option => Code(option.Value) is { Length: > 0 } code ? $"{option.Name}={code}" : option.Name)).Append('|')
                .Append(command.Argument is { } argument ? Code(argument) : "").Append('\n');
        }

        return table.ToString();
    }

    private static string Code(CompletedValue value) => value.Kind switch
    {
        CompletedKind.Text => "text",
        CompletedKind.File => "file",
        CompletedKind.Directory => "directory",
        CompletedKind.Words => $"words:{string.Join(',', value.Words)}",
        CompletedKind.List => $"list:{string.Join(',', value.Words)}",
        _ => "",
    };
}
