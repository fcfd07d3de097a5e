using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.Transport;
using LatBench.Settings;

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
    private static readonly string Database = CoordinatorSettings.Database.Variable;

    private static readonly string EnrolmentToken = AgentSettings.EnrolmentToken.Variable;

    /// <summary>The coordinator of the data directory, with the words of its flags and those secrets that the command line has.</summary>
    public static ChildPlan Coordinator(CommandContext context, SettingFlags flags, params IEnumerable<string> more) => Siblings.Plan(
        "coordinator",
        [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), "--data", context.Data.FullPath, .. context.Configuration.Arguments, .. more, .. context.Arguments(flags)],
        Secrets(context, flags));

    public static ChildPlan Agent(CommandContext context, Uri server, string? enrolmentToken, IReadOnlyList<string> more)
    {
        List<string> arguments =
        [
            Find(context, "DeviceAgent", "LATBENCH_AGENT"), "run",
            "--server", server.GetLeftPart(UriPartial.Authority),
            "--data", Path.GetFullPath(context.Configuration.AgentData.Path),
            .. context.Configuration.Arguments,
            .. more,
        ];
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null, [Database] = null };
        if (enrolmentToken is not null)
            variables[EnrolmentToken] = enrolmentToken;
        if (context.CaFile is { } ca)
            variables[ClientTls.CaVariable] = Path.GetFullPath(ca);
        return Siblings.Plan("agent", arguments, variables);
    }

    /// <summary>The plan of an administration command, which the coordinator's program runs on the data directory without serving.</summary>
    public static ChildPlan Administration(CommandContext context, string verb, string option, string file) => Siblings.Plan(
        "coordinator",
        [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), verb, "--data", context.Data.FullPath, .. context.Configuration.Arguments, option, file],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [Database] = null });

    /// <summary>The removal of what is old, over the database of the data directory or a Postgres.</summary>
    public static ChildPlan Prune(CommandContext context, SettingFlags flags, IReadOnlyList<string> more) => Siblings.Plan(
        "coordinator",
        [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), "prune", "--data", context.Data.FullPath, .. context.Configuration.Arguments, .. context.Arguments(flags), .. more],
        Secrets(context, flags));

    /// <summary>The look at the database of the data directory, or at a Postgres, that changes nothing.</summary>
    public static ChildPlan Inspection(CommandContext context) => Siblings.Plan(
        "coordinator",
        [Find(context, "Coordinator", "LATBENCH_COORDINATOR"), "inspect", "--data", context.Data.FullPath, .. context.Configuration.Arguments],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [Database] = context.Environment.Variable(Database) });

    /// <summary>The agent's look at its machine: it needs neither coordinator nor data directory.</summary>
    public static ChildPlan AgentCheck(CommandContext context, IReadOnlyList<string> more) => Siblings.Plan(
        "agent",
        [Find(context, "DeviceAgent", "LATBENCH_AGENT"), "check", .. more],
        new Dictionary<string, string?> { [AccessToken.Variable] = null, [Database] = null, [EnrolmentToken] = null });

    private static Dictionary<string, string?> Secrets(CommandContext context, SettingFlags flags)
    {
        var variables = new Dictionary<string, string?> { [AccessToken.Variable] = null };
        foreach (var (setting, texts) in context.Read(flags))
            if (setting.IsSecret)
                variables[setting.Variable] = texts[0];
        return variables;
    }

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
