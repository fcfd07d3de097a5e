using System.CommandLine;
using System.CommandLine.Invocation;
using LatBench.Hosting;

namespace LatBench.Cli.CommandLine;

/// <summary>Tells what is wrong with a command line.</summary>
internal static class WrongUsage
{
    /// <summary>Explains the errors to the user; null where nothing is wrong.</summary>
    public static string? Explain(ParseResult parse)
    {
        if (parse.Errors.Count == 0 || parse.Action is not (null or ParseErrorAction))
            return null;
        // The words after an unknown word are unknown as well; the first is the mistake.
        var messages = parse.UnmatchedTokens.Count > 0
            ? [Unknown(parse.UnmatchedTokens[0], parse.CommandResult.Command)]
            : parse.Errors.Select(error => error.Message).Distinct();
        return string.Join(Environment.NewLine, [.. messages, $"`{CommandPath(parse)} --help` says what it takes."]);
    }

    /// <summary>Determines whether the only error is that no subcommand is named, where the help is the most useful answer.</summary>
    public static bool IsUnfinished(ParseResult parse) =>
        parse.Errors.Count > 0 && parse.UnmatchedTokens.Count == 0 && parse.CommandResult.Command.Subcommands.Count > 0;

    private static string Unknown(string word, Command command)
    {
        // An option may be followed by its value: --modls=3.
        var name = word.Split('=')[0];
        var near = NearestName.Of(name, name.StartsWith('-') ? OptionNames(command) : command is RootCommand ? LatBenchCommand.Names : command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name));
        return near is null ? $"'{word}' is not known here." : $"'{word}' is not known here: did you mean '{near}'?";
    }

    private static IEnumerable<string> OptionNames(Command command) => command.Options
        .Concat(Above(command).SelectMany(parent => parent.Options.Where(option => option.Recursive)))
        .Where(option => !option.Hidden)
        .Select(option => option.Name);

    private static IEnumerable<Command> Above(Command command)
    {
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
            yield return parent;
    }

    private static string CommandPath(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var result = parse.CommandResult; result.Command is not RootCommand; result = (System.CommandLine.Parsing.CommandResult)result.Parent!)
            names.Push(result.Command.Name);
        return string.Join(' ', ["latbench", .. names]);
    }
}
