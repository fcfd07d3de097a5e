using System.CommandLine;
using System.CommandLine.Parsing;
using LatBench.Cli.Models;
using LatBench.SearchSpaces;

namespace LatBench.Cli.CommandLine;

/// <summary><c>--space</c>: the search space of the architectures on a command line.</summary>
internal sealed class SpaceOption : Option<string>
{
    private readonly bool _takesUploaded;

    /// <param name="spaces">The search spaces; the first one is the default.</param>
    /// <param name="takesUploaded">True where <c>onnx</c>, the space of uploaded models, is taken too.</param>
    public SpaceOption(SearchSpaceRegistry spaces, bool takesUploaded = false)
        : base("--space")
    {
        Spaces = spaces;
        _takesUploaded = takesUploaded;
        Description = $"Search space: {string.Join(", ", spaces.Spaces.Select(space => space.Name))}{(takesUploaded ? $"; {MeasuredNames.UploadedSpace} for uploaded models" : "")}.";
        HelpName = "NAME";
        DefaultValueFactory = _ => spaces.Default.Name;
        CompletionSources.Add([.. spaces.Spaces.Select(space => space.Name), .. takesUploaded ? new[] { MeasuredNames.UploadedSpace } : []]);
        Validators.Add(result =>
        {
            if (result.Tokens is not [var name] || IsUploaded(name.Value) || spaces.TryGet(name.Value, out _))
                return;
            result.AddError(spaces.Unknown(name.Value) is var sentence && takesUploaded ? $"{sentence.TrimEnd('.')}, {MeasuredNames.UploadedSpace}." : sentence);
        });
    }

    /// <summary>Gets the search spaces that there are.</summary>
    public SearchSpaceRegistry Spaces { get; }

    /// <summary>Determines whether a command line is about uploaded models.</summary>
    /// <param name="result">The command or any of its parts.</param>
    public bool HasUploaded(SymbolResult result) => result.GetResult(this) is { Implicit: false, Tokens: [var name] } && IsUploaded(name.Value);

    /// <summary>Determines whether a command line without errors is about uploaded models.</summary>
    public bool HasUploaded(CommandContext context) => IsUploaded(context.Get(this)!);

    /// <summary>Gets the space of a command line; null where it names none, several, or one that there is not, which are errors of their own, and for uploaded models.</summary>
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

    private bool IsUploaded(string name) => _takesUploaded && name == MeasuredNames.UploadedSpace;

    /// <summary>Gets the name that is given; empty where none is, and the coordinator decides.</summary>
    public string ReadGiven(CommandContext context) => context.IsGiven(this) ? context.Get(this)! : "";
}
