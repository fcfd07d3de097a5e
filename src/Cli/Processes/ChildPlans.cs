using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.Transport;

namespace LatBench.Cli.Processes;

/// <summary>The command lines and environments of the coordinator and the agent: secrets are passed in the environment, never on the command line.</summary>
internal static class ChildPlans
{
    public const string DatabaseVariable = "LATBENCH_DATABASE";

    public const string EnrolmentVariable = "LATBENCH_ENROLMENT_TOKEN";

    public static ChildPlan Coordinator(CommandContext context, string? http, string? grpc, string? database, bool insecure, IReadOnlyList<string>? more = null)
    {
        List<string> arguments = [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), "--data", context.Data.FullPath];
        if (http is not null)
            arguments.AddRange(["--http", http]);
        if (grpc is not null)
            arguments.AddRange(["--grpc", grpc]);
        if (insecure)
            arguments.Add("--insecure");
        arguments.AddRange(more ?? []);
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null };
        if (database is not null)
            variables[DatabaseVariable] = database;
        return new ChildPlan("coordinator", Siblings.DotNet(), arguments, variables);
    }

    public static ChildPlan Agent(CommandContext context, Uri server, string? enrolmentToken, IReadOnlyList<string> more)
    {
        List<string> arguments =
        [
            Find(context, "DeviceAgent", "LATBENCH_AGENT"), "run",
            "--server", server.GetLeftPart(UriPartial.Authority),
            "--data", Path.GetFullPath(context.Data.AgentDirectory),
            .. more,
        ];
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null, [DatabaseVariable] = null };
        if (enrolmentToken is not null)
            variables[EnrolmentVariable] = enrolmentToken;
        if (context.CaFile is { } ca)
            variables[ClientTls.CaVariable] = Path.GetFullPath(ca);
        return new ChildPlan("agent", Siblings.DotNet(), arguments, variables);
    }

    /// <summary>The plan of an administration command, which the coordinator's program runs on the data directory without serving.</summary>
    public static ChildPlan Administration(CommandContext context, string verb, string option, string file) => new(
        "coordinator",
        Siblings.DotNet(),
        [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), verb, "--data", context.Data.FullPath, option, file],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [DatabaseVariable] = null });

    /// <summary>The removal of what is old, over the database of the data directory or a Postgres.</summary>
    public static ChildPlan Prune(CommandContext context, string? database, IReadOnlyList<string> more)
    {
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null };
        if (database is not null)
            variables[DatabaseVariable] = database;
        return new ChildPlan(
            "coordinator",
            Siblings.DotNet(),
            [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), "prune", "--data", context.Data.FullPath, .. more],
            variables);
    }

    /// <summary>The agent's look at its machine: it needs neither coordinator nor data directory.</summary>
    public static ChildPlan AgentCheck(CommandContext context, IReadOnlyList<string> more) => new(
        "agent",
        Siblings.DotNet(),
        [Find(context, "DeviceAgent", "LATBENCH_AGENT"), "check", .. more],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [DatabaseVariable] = null, [EnrolmentVariable] = null });

    private static string Find(CommandContext context, string project, string variable) =>
        Siblings.Find(project, variable, AppContext.BaseDirectory, context.Environment.Variable);
}
