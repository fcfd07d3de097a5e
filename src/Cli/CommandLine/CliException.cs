namespace LatBench.Cli.CommandLine;

/// <summary>The command cannot go on; the message is the sentence that its user reads.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
