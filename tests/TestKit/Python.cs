using System.Diagnostics;
using Xunit;

namespace LatBench.TestKit;

/// <summary>Runs programs in Debian's Python; a test that calls it ends where the interpreter or a package of it is missing.</summary>
public static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>The exit code of a program that finds a package missing.</summary>
    private const int MissingCode = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="packages">The packages of Debian that it needs, for the message where one is missing.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The output.</returns>
    public static async Task<string> RunAsync(string program, string packages, params string[] arguments)
    {
        var install = $"apt-get install {packages}";
        if (!File.Exists(Interpreter))
            Needed.OrSkip($"Python is missing: {install}");
        var (exitCode, output, errors) = await StartAsync([program, .. arguments]);
        if (exitCode == MissingCode)
            Needed.OrSkip($"A package of Python is missing ({errors.Trim()}): {install}");
        Assert.True(exitCode == 0, $"{Path.GetFileName(program)} ended with {exitCode}: {errors}");
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
