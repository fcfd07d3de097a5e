using System.Text.RegularExpressions;
using LatBench.Contracts.CommandLines;

namespace LatBench.Cli.CommandLine;

/// <summary>
/// Commands in the sentences that a command prints, its own ones and the coordinator's: the options that lead to the same coordinator and data are added to them, so that they
/// work when they are copied.
/// </summary>
internal static partial class PrintedCommands
{
    /// <summary>Commands that talk to no coordinator but use the data directory.</summary>
    private static readonly string[] DataOnly = ["up", "down", "quickstart", "admin", "config"];

    /// <summary>Commands that need neither.</summary>
    private static readonly string[] Independent = ["agent check", "export", "snapshots verify", "snapshots push"];

    /// <summary>Returns the text with the options in each of its commands.</summary>
    /// <param name="text">Sentences; a command in them stands between backquotes or apostrophes.</param>
    /// <param name="server">The options that lead to the coordinator, each with its value.</param>
    /// <param name="data">The options that name the data directory and the configuration file, where they are given.</param>
    public static string Complete(string text, IReadOnlyList<(string Name, string Value)> server, IReadOnlyList<(string Name, string Value)> data)
    {
        if (server.Count == 0 && data.Count == 0)
            return text;
        return Command().Replace(text, match =>
        {
            var command = match.Groups["command"].Value;
            var verb = command[(command.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            if (IsOneOf(verb, Independent))
                return match.Value;
            IEnumerable<(string Name, string Value)> options = IsOneOf(verb, DataOnly) ? data : [.. server, .. data];
            var missing = options.Where(option => !HasOption(command, option.Name)).SelectMany(option => new[] { option.Name, option.Value }).ToArray();
            return missing.Length == 0 ? match.Value : $"`{command} {ShellWord.Join(missing)}`";
        });
    }

    private static bool IsOneOf(string verb, string[] commands) =>
        Array.Exists(commands, command => verb == command || verb.StartsWith(command + " ", StringComparison.Ordinal));

    private static bool HasOption(string command, string option) => command.Split(' ').Contains(option);

    [GeneratedRegex("`(?<command>latbench (?!is\\b)[a-z][^`]*)`|'(?<command>latbench (?!is\\b)[a-z][^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
