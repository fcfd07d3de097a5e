using System.Diagnostics;
using Xunit;

namespace LatBench.TestKit.Processes;

/// <summary>The exit code and the output of a finished command.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);

    /// <summary>Runs <c>latbench</c> with the arguments to its end.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>The same with variables set, or taken away where the value is null.</summary>
    public static Task<CommandResult> RunAsync((string Name, string? Value)[] environment, params string[] arguments) =>
        RunAsync(Program.Start(Program.Cli, arguments), environment);

    /// <summary>The same for another start.</summary>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, params (string Name, string? Value)[] environment)
    {
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Fails the test with everything that was printed unless the command ended as expected.</summary>
    public CommandResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} instead of {exitCode}.\n--- output\n{Output}\n--- errors\n{Errors}");
        Assert.DoesNotContain("   at LatBench.", Output + Errors, StringComparison.Ordinal);
        return this;
    }
}
