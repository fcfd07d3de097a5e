using System.Diagnostics;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests.Wiring;

/// <summary>Runs the programs of this folder in Python with PyTorch; a test that calls it ends where there is none.</summary>
internal static class PyTorch
{
    private const string Interpreter = "/usr/bin/python3";

    private const string Install = "apt-get install python3-torch";

    /// <summary>The exit code of a program that finds no PyTorch.</summary>
    private const int MissingCode = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="program">The name of the file in this folder.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The output.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        if (!File.Exists(Interpreter))
            Needed.OrSkip($"Python is missing: {Install}");
        var (exitCode, output, errors) = await StartAsync([RepositoryRoot.PathOf("tests", "Exporter.Tests", "Wiring", program), .. arguments]);
        if (exitCode == MissingCode)
            Needed.OrSkip($"PyTorch is missing ({errors.Trim()}): {Install}");
        Assert.True(exitCode == 0, $"{program} ended with {exitCode}: {errors}");
        return output;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> StartAsync(params string[] arguments)
    {
        // -B: no compiled files beside the programs.
        var start = new ProcessStartInfo(Interpreter, ["-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
