using LatBench.Hosting.Files;

namespace LatBench.Cli.CommandLine;

/// <summary>Turns the errors of the file system into the sentence that the user of a command reads.</summary>
internal static class FileGuard
{
    /// <summary>Runs an action that reads or writes files.</summary>
    /// <param name="what">The failure in words, for example "out.csv cannot be written".</param>
    /// <param name="alternative">Another way out than that of the error, in the imperative.</param>
    /// <param name="action">The action to run.</param>
    /// <exception cref="CliException">The file system refused something.</exception>
    public static async Task<T> RunAsync<T>(string what, string alternative, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Explain(exception, what, alternative);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static void Run(string what, string alternative, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Explain(exception, what, alternative);
        }
    }

    private static CliException Explain(Exception exception, string what, string alternative) => new(FileError.Of(exception).Describe(what, alternative));
}
