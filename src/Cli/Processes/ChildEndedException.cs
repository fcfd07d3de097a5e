namespace LatBench.Cli.Processes;

/// <summary>A child ended while it was needed.</summary>
internal sealed class ChildEndedException(string name, int exitCode) : Exception($"The {name} ended with exit code {exitCode}.")
{
    public string ChildName { get; } = name;

    public int ExitCode { get; } = exitCode;
}
