using System.CommandLine;
using System.CommandLine.Parsing;
using LatBench.SearchSpaces;

namespace LatBench.Cli.CommandLine;

/// <summary><c>--space</c>: the search space of the architectures on a command line.</summary>
internal sealed class SpaceOption : Option<string>
{
    /// <param name="spaces">The search spaces; the first one is the default.</param>
    public SpaceOption(SearchSpaceRegistry spaces)
        : base("--space")
    {
        Spaces = spaces;
        Description = $"Search space: {string.Join(", ", spaces.Spaces.Select(space => space.Name))}.";
        HelpName = "NAME";
        DefaultValueFactory = _ => spaces.Default.Name;
        Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !spaces.TryGet(result.Tokens[0].Value, out _))
                result.AddError(spaces.Unknown(result.Tokens[0].Value));
        });
    }

    /// <summary>Gets the search spaces that there are.</summary>
    public SearchSpaceRegistry Spaces { get; }

    /// <summary>Gets the space of a command line; null where it names none, several, or one that there is not, which are errors of their own.</summary>
    /// <param name="result">The command or any of its parts.</param>
    public ISearchSpace? Of(SymbolResult result) => result.GetResult(this) switch
    {
        null or { Implicit: true } => Spaces.Default,
        { Tokens: [var name] } => Spaces.TryGet(name.Value, out var space) ? space : null,
        _ => null, // asking for the value of an option that is malformed throws
    };

    /// <summary>Gets the space of a command line without errors.</summary>
    public ISearchSpace Read(CommandContext context) => Spaces[context.Get(this)!];

    /// <summary>Parses a text as an architecture of the space.</summary>
    /// <exception cref="CliException">It is none; the message names the space that it is of, or the position and what was expected there.</exception>
    public Architecture Parse(CommandContext context, string text) => Read(context).TryParse(text, out var architecture, out var error)
        ? architecture
        : throw new CliException(Spaces.Explain(error, text), ExitCode.WrongUsage);

    /// <summary>Gets the name that is given; empty where none is, and the coordinator decides.</summary>
    public string ReadGiven(CommandContext context) => context.IsGiven(this) ? context.Get(this)! : "";
}
