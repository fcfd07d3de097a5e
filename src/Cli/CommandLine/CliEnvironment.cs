using LatBench.Cli.Processes;
using LatBench.Cli.Rendering;
using LatBench.SearchSpaces;

namespace LatBench.Cli.CommandLine;

/// <summary>The environment of one run of the command.</summary>
internal sealed record CliEnvironment
{
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Gets a value indicating whether standard output is a terminal, which a person reads.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Gets a value indicating whether standard error, where progress goes, is a terminal, which a person reads.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads the columns of the terminal at standard output; null where there is none or it does not say.</summary>
    public Func<int?> OutColumns { get; init; } = () => null;

    /// <summary>Reads the columns of the terminal at standard error; null where there is none or it does not say.</summary>
    public Func<int?> ErrorColumns { get; init; } = () => null;

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Gets a value indicating whether the encoding of standard output has more than ASCII; true by default.</summary>
    public bool OutIsUnicode { get; init; } = true;

    /// <summary>Gets what is told the type of every JSON document that is printed, a MessageDescriptor or a JsonTypeInfo; nothing by default.</summary>
    public Action<object>? OnDocument { get; init; }

    /// <summary>Gets the child processes of the command.</summary>
    public LiveChildren Children { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets the search spaces whose architectures the command knows.</summary>
    public SearchSpaceRegistry SearchSpaces { get => field ?? SearchSpaceRegistry.BuiltIn; init; }

    /// <summary>Gets a value indicating whether more than ASCII may be printed: not on dumb terminals, in the locales C and POSIX, or without such an encoding.</summary>
    public bool KnowsUnicode => OutIsUnicode && Variable("TERM") != "dumb" && Locale is not ("C" or "POSIX");

    /// <summary>Gets a value indicating whether a terminal understands the sequences that move its cursor.</summary>
    public bool MovesCursor => Variable("TERM") is { Length: > 0 } and not "dumb" || Variable("WT_SESSION") is { Length: > 0 };

    /// <summary>Gets the locale: the first of the variables that is set.</summary>
    private string? Locale => LocaleVariables.Select(Variable).FirstOrDefault(value => value is { Length: > 0 });

    public static CliEnvironment OfThisProcess() => new()
    {
        Out = new OutputWriter(Console.Out),
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        OutColumns = () => TerminalSize.Columns(TerminalSize.StandardOutput),
        ErrorColumns = () => TerminalSize.Columns(TerminalSize.StandardError),
        OutIsUnicode = Console.OutputEncoding.WebName.StartsWith("utf-", StringComparison.Ordinal),
        Variable = Environment.GetEnvironmentVariable,
    };
}
