using System.Diagnostics;

namespace LatBench.TestKit;

/// <summary>The scripts in <c>eng/</c> that start servers for tests.</summary>
internal static class Script
{
    private const int ProgramsMissing = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    /// <summary>Runs a script to its end and gives what it printed.</summary>
    /// <exception cref="ProgramsMissingException">The server is not installed.</exception>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
            throw new ProgramsMissingException($"eng/{name} does not run on Windows.");
        using var process = Process.Start(new ProcessStartInfo(RepositoryRoot.PathOf("eng", name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"eng/{name} did not start.");
        using var limit = new CancellationTokenSource(Timeout);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode switch
        {
            0 => (await output).Trim(),
            ProgramsMissing => throw new ProgramsMissingException((await errors).Trim()),
            _ => throw new InvalidOperationException((await errors).Trim()),
        };
    }
}
