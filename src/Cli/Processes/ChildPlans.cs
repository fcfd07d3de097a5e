using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.Transport;

namespace LatBench.Cli.Processes;

/// <summary>A program to start as a child process.</summary>
/// <param name="Name">The name of the program in messages.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments; never a secret.</param>
/// <param name="Environment">Variables to set, or to take away where null.</param>
internal sealed record ChildPlan(string Name, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Environment);

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
        return Siblings.Plan("coordinator", arguments, variables);
    }

    public static ChildPlan Agent(CommandContext context, Uri server, string? enrolmentToken, IReadOnlyList<string> more)
    {
        List<string> arguments =
        [
            Find(context, "DeviceAgent", "LATBENCH_AGENT"), "run",
            "--server", server.GetLeftPart(UriPartial.Authority),
            "--data", Path.GetFullPath(context.Data.Agent.Path),
            .. more,
        ];
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null, [DatabaseVariable] = null };
        if (enrolmentToken is not null)
            variables[EnrolmentVariable] = enrolmentToken;
        if (context.CaFile is { } ca)
            variables[ClientTls.CaVariable] = Path.GetFullPath(ca);
        return Siblings.Plan("agent", arguments, variables);
    }

    /// <summary>The plan of an administration command, which the coordinator's program runs on the data directory without serving.</summary>
    public static ChildPlan Administration(CommandContext context, string verb, string option, string file) => Siblings.Plan(
        "coordinator",
        [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), verb, "--data", context.Data.FullPath, option, file],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [DatabaseVariable] = null });

    /// <summary>The removal of what is old, over the database of the data directory or a Postgres.</summary>
    public static ChildPlan Prune(CommandContext context, string? database, IReadOnlyList<string> more)
    {
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null };
        if (database is not null)
            variables[DatabaseVariable] = database;
        return Siblings.Plan(
            "coordinator",
            [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), "prune", "--data", context.Data.FullPath, .. more],
            variables);
    }

    /// <summary>The agent's look at its machine: it needs neither coordinator nor data directory.</summary>
    public static ChildPlan AgentCheck(CommandContext context, IReadOnlyList<string> more) => Siblings.Plan(
        "agent",
        [Find(context, "DeviceAgent", "LATBENCH_AGENT"), "check", .. more],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [DatabaseVariable] = null, [EnrolmentVariable] = null });

    private static string Find(CommandContext context, string project, string variable) =>
        Siblings.Find(project, variable, AppContext.BaseDirectory, context.Environment.Variable);
}

/// <summary>The locations of the coordinator and the agent, which are separate programs.</summary>
internal static class Siblings
{
    /// <summary>
    /// The assembly of a project: what its environment variable names, else beside this command in the build output
    /// (<c>artifacts/bin/PROJECT/CONFIGURATION/</c>), else in the folder <c>../project/</c> of a deployment, else in this command's folder.
    /// </summary>
    /// <param name="project"><c>Coordinator</c> or <c>DeviceAgent</c>.</param>
    /// <param name="variable">The environment variable that overrides the search.</param>
    /// <param name="baseDirectory">The folder of this command.</param>
    /// <param name="read">Reads an environment variable.</param>
    /// <exception cref="CliException">It is nowhere.</exception>
    public static string Find(string project, string variable, string baseDirectory, Func<string, string?> read)
    {
        if (read(variable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw new CliException($"{variable} names {named}, which is not there: name the file LatBench.{project}.dll.");
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory));
        var file = $"LatBench.{project}.dll";
        string[] places =
        [
            Path.GetFullPath(Path.Combine(folder, "..", "..", project, Path.GetFileName(folder), file)),
            Path.GetFullPath(Path.Combine(folder, "..", project.ToLowerInvariant(), file)),
            Path.Combine(folder, file),
        ];
        return places.FirstOrDefault(File.Exists)
            ?? throw new CliException($"{file} is neither at {places[0]} nor at {places[1]}: build the solution, or name it with {variable}.");
    }

    /// <summary>The start of a sibling: by its own executable where it brings the runtime along, else by <c>dotnet</c>.</summary>
    /// <param name="name">The name of the program in messages.</param>
    /// <param name="command">The assembly, and the arguments.</param>
    /// <param name="variables">Variables to set, or to take away where null.</param>
    public static ChildPlan Plan(string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> variables)
    {
        var folder = Path.GetDirectoryName(command[0]) ?? "";
        var executable = Path.Combine(folder, Path.GetFileNameWithoutExtension(command[0]));
        return File.Exists(Path.Combine(folder, "libcoreclr.so")) && File.Exists(executable)
            ? new ChildPlan(name, executable, [.. command.Skip(1)], variables)
            : new ChildPlan(name, DotNet(), command, variables);
    }

    /// <summary>The <c>dotnet</c> that runs this command, else the one on the path.</summary>
    public static string DotNet() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
