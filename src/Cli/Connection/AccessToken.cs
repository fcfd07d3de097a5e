using LatBench.Cli.CommandLine;
using LatBench.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Connection;

/// <summary>The token that calls carry.</summary>
internal static class AccessToken
{
    public const string Variable = "LATBENCH_TOKEN";

    /// <summary>
    /// The token file, else the environment, else the admin token of the data directory. That one is only shown to this
    /// machine and to the coordinator of that directory: never to another server that --server names. Null where there is none.
    /// </summary>
    /// <exception cref="CliException">The file that was named cannot be read or is empty.</exception>
    public static string? Resolve(string? tokenFile, CliEnvironment environment, DataDirectory data, Uri server)
    {
        if (tokenFile is not null)
            return ReadNamed(tokenFile);
        if (environment.Variable(Variable) is { Length: > 0 } variable)
            return variable.Trim();
        var isOurs = server.IsLoopback || data.ReadCoordinator()?.Grpc is { } grpc && new Uri(grpc) == server;
        return isOurs ? ReadOptional(data.AdminToken) : null;
    }

    private static string ReadNamed(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } token
                ? token
                : throw new CliException($"The token file {file} is empty.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new CliException(FileError.Of(exception, file).Describe($"The token file {file} cannot be read", "name another with --token-file"));
        }
    }

    private static string? ReadOptional(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
