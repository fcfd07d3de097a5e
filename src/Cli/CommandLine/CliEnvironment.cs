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

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether the encoding of standard output has more than ASCII.</summary>
    public bool OutIsUnicode { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether more than ASCII may be printed: not on a dumb terminal, not in the locale C, and not where the encoding lacks it.</summary>
    public bool KnowsUnicode => OutIsUnicode && Variable("TERM") != "dumb" && Locale is not ("C" or "POSIX");

    /// <summary>The first of these variables that is set counts.</summary>
    private string? Locale => LocaleVariables.Select(Variable).FirstOrDefault(value => value is { Length: > 0 });

    public static CliEnvironment OfThisProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        OutIsUnicode = Console.OutputEncoding.WebName.StartsWith("utf-", StringComparison.Ordinal),
        Variable = Environment.GetEnvironmentVariable,
    };
}
