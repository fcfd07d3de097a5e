using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LatBench.Cli.CommandLine;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.CommandLine;

/// <summary>
/// The sections of docs/reference/commands.md. Of a section the description, the examples and the tables of arguments and options come from the command;
/// what follows them is written by hand and kept.
/// </summary>
internal static partial class CommandReference
{
    private const string HeadingStart = "\n### `";

    /// <summary>Returns the document with everything that comes from the commands written anew.</summary>
    /// <param name="document">The document as it is.</param>
    /// <param name="commands">The commands with their names, in the order of the document.</param>
    public static string Render(string document, IReadOnlyList<(string Path, CliCommand Command)> commands)
    {
        var parts = document.Split(HeadingStart);
        var written = parts.Skip(1).ToDictionary(part => part[..part.IndexOf('`', StringComparison.Ordinal)], part => ByHand(part[part.IndexOf('\n', StringComparison.Ordinal)..]));
        var text = new StringBuilder(parts[0]);
        foreach (var (path, command) in commands)
        {
            text.Append(HeadingStart).Append(path).Append("`\n\n").Append(FromCommand(command));
            if (written.GetValueOrDefault(path) is { Length: > 0 } prose)
                text.Append('\n').Append(prose).Append('\n');
        }

        return text.ToString();
    }

    private static string FromCommand(CliCommand command)
    {
        var text = new StringBuilder().Append(Linked(command.Description!)).Append("\n\n```sh\n").AppendJoin('\n', command.Examples).Append("\n```\n");
        var arguments = command.Arguments.Where(argument => !argument.Hidden).Select(argument => ($"`{argument.Name}`", Meaning(argument.Description, Default(argument))));
        var options = command.Options.Where(option => option is not HelpOption && !option.Hidden).Select(option => (Names(option), Meaning(option.Description, Default(option))));
        Table(text, "argument", [.. arguments]);
        Table(text, "option", [.. options]);
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, (string Name, string Meaning)[] rows)
    {
        if (rows.Length == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n| {title} | meaning |\n|---|---|\n");
        foreach (var (name, meaning) in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {GeneratedDocument.Cell(name)} | {GeneratedDocument.Cell(meaning)} |\n");
    }

    private static string Names(Option option)
    {
        var value = option.ValueType == typeof(bool) ? "" : $" <{option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}>";
        var aliases = option.Aliases.Where(alias => alias.Length == 2).Select(alias => $", `{alias}`");
        return $"`{option.Name}{value}`{string.Concat(aliases)}{(option.Required ? " (required)" : "")}";
    }

    private static string Meaning(string? description, string? standard) => Linked(description ?? "") + (standard is null ? "" : $" [default: {standard}]");

    private static string? Default(Option option) => option.HasDefaultValue ? Text(option.GetDefaultValue()) : null;

    private static string? Default(Argument argument) => argument.HasDefaultValue ? Text(argument.GetDefaultValue()) : null;

    private static string? Text(object? value) => value switch
    {
        null or false or Array { Length: 0 } => null,
        string { Length: 0 } => null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString(),
    };

    /// <summary>A document that a description names becomes a link to it.</summary>
    private static string Linked(string text) => Document().Replace(text, "[${name}](../${folder}/${name}${anchor})");

    /// <summary>Returns the part of a section that is written by hand.</summary>
    private static string ByHand(string section)
    {
        var rest = section[(section.IndexOf("\n```\n", StringComparison.Ordinal) + "\n```\n".Length)..].TrimStart('\n');
        while (rest.StartsWith("| argument ", StringComparison.Ordinal) || rest.StartsWith("| option |", StringComparison.Ordinal))
            rest = string.Join('\n', rest.Split('\n').SkipWhile(line => line.StartsWith('|'))).TrimStart('\n');
        return rest.Trim('\n');
    }

    [GeneratedRegex(@"docs/(?<folder>[a-z-]+)/(?<name>[a-z-]+\.md)(?<anchor>#[a-z-]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Document();
}
