using System.CommandLine;

namespace LatBench.Cli.Up;

/// <summary><c>--database</c>.</summary>
internal static class DatabaseOption
{
    public static Option<string?> Create() => new("--database")
    {
        Description = "Postgres connection string [default: $LATBENCH_DATABASE, which keeps the password out of the process list, else SQLite in the data directory].",
        HelpName = "CONN",
    };
}
