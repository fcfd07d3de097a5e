using LatBench.Cli.Rendering;

namespace LatBench.Cli.CommandLine;

/// <summary>What surrounds one run of the command.</summary>
internal sealed record CliEnvironment
{
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches standard output.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person watches standard error, where progress goes.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads the columns of the terminal at standard output; null where there is none or it does not say.</summary>
    public Func<int?> OutColumns { get; init; } = () => null;

    /// <summary>Reads the columns of the terminal at standard error; null where there is none or it does not say.</summary>
    public Func<int?> ErrorColumns { get; init; } = () => null;

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether the encoding of standard output has more than ASCII.</summary>
    public bool OutIsUnicode { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether more than ASCII may be printed: not on a dumb terminal, not in the locale C, and not where the encoding lacks it.</summary>
    public bool KnowsUnicode => OutIsUnicode && Variable("TERM") != "dumb" && Locale is not ("C" or "POSIX");

    /// <summary>Whether a terminal understands the sequences that move its cursor.</summary>
    public bool MovesCursor => Variable("TERM") is { Length: > 0 } and not "dumb" || Variable("WT_SESSION") is { Length: > 0 };

    /// <summary>The first of these variables that is set counts.</summary>
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
