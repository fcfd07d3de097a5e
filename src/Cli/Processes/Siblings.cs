namespace LatBench.Cli.Processes;

/// <summary>The locations of the coordinator and the agent, which are separate programs.</summary>
internal static class Siblings
{
    /// <summary>
    /// The assembly of a project: what its environment variable names, else beside this command in the build output
    /// (<c>artifacts/bin/PROJECT/CONFIGURATION/</c>), else in the folder <c>../project/</c> of a deployment.
    /// </summary>
    /// <param name="project"><c>Coordinator</c> or <c>DeviceAgent</c>.</param>
    /// <param name="variable">The environment variable that overrides the search.</param>
    /// <param name="baseDirectory">The folder of this command.</param>
    /// <param name="read">Reads an environment variable.</param>
    /// <exception cref="CommandLine.CliException">It is nowhere.</exception>
    public static string Find(string project, string variable, string baseDirectory, Func<string, string?> read)
    {
        if (read(variable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw new CommandLine.CliException($"{variable} names {named}, which is not there: name the file LatBench.{project}.dll.");
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory));
        var file = $"LatBench.{project}.dll";
        string[] places =
        [
            Path.GetFullPath(Path.Combine(folder, "..", "..", project, Path.GetFileName(folder), file)),
            Path.GetFullPath(Path.Combine(folder, "..", project.ToLowerInvariant(), file)),
        ];
        return places.FirstOrDefault(File.Exists)
            ?? throw new CommandLine.CliException($"{file} is neither at {places[0]} nor at {places[1]}: build the solution, or name it with {variable}.");
    }

    /// <summary>The <c>dotnet</c> that runs this command, else the one on the path.</summary>
    public static string DotNet() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
