namespace LatBench.Cli.CommandLine;

/// <summary>What surrounds one run of the command.</summary>
internal sealed record CliEnvironment
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches standard output.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person watches standard error, where progress goes.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CliEnvironment OfThisProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
    };
}
