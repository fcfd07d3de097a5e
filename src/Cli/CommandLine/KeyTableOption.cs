using System.CommandLine;
using System.CommandLine.Parsing;
using LatBench.LatencyTables;

namespace LatBench.Cli.CommandLine;

/// <summary><c>--table</c>: the published table that says which architectures its keys are of, such as the hashes of NAS-Bench-101. Keys become texts before anything is sent.</summary>
internal sealed class KeyTableOption : Option<string?>
{
    /// <summary>The error of a table that nothing is looked up in.</summary>
    public const string Idle = "--table says which architectures keys are of: it goes with --arch or --file.";

    private readonly SpaceOption _space;

    /// <param name="space">The option for the search space of the table.</param>
    /// <param name="use">The use of the keys, in words.</param>
    public KeyTableOption(SpaceOption space, string use = "an architecture may then be given by its key")
        : base("--table")
    {
        _space = space;
        Description = $"A CSV file of published keys and the architectures that they are of, such as the hashes of NAS-Bench-101: {use}.";
        HelpName = "FILE";
    }

    /// <summary>Determines whether the table is given without any of the options whose architectures it could look up.</summary>
    public bool IsIdle(CommandResult result, params IReadOnlyList<Option> named) =>
        result.GetResult(this) is { Implicit: false } && !named.Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>Reads the table; null where none is given.</summary>
    /// <exception cref="CliException">It cannot be used.</exception>
    public ArchitectureKeys? Open(CommandContext context) => context.Get(this) is { } file ? Open(context, file) : null;

    /// <summary>Gets the texts of architectures that are given as texts or as keys of the table.</summary>
    /// <param name="context">The run of the command.</param>
    /// <param name="given">Texts, and keys where there is a table.</param>
    /// <exception cref="CliException">The table cannot be used, or does not hold a key.</exception>
    public IReadOnlyList<string> Resolve(CommandContext context, IReadOnlyList<string> given)
    {
        if (Open(context) is not { } keys)
            return given;
        var space = _space.Read(context);
        return [.. given.Select(Text)];

        // What is neither a text nor a word is refused where texts are parsed, with the position of its error.
        string Text(string text)
        {
            if (!text.All(char.IsAsciiLetterOrDigit) || space.TryParse(text, out _, out _))
                return text;
            return keys.TryFind(text, out var architecture, out var error) ? architecture.Text : throw new CliException(error.Message, ExitCode.WrongUsage);
        }
    }

    private ArchitectureKeys Open(CommandContext context, string file)
    {
        try
        {
            return ArchitectureKeys.Open(_space.Read(context), file);
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }
    }
}
