using System.ComponentModel;
using System.Diagnostics;

namespace LatBench.Bench.Startup;

/// <summary>Times a process from its start to its end.</summary>
internal static class ProcessTime
{
    /// <summary>Runs a program and returns the milliseconds that it took.</summary>
    /// <exception cref="BenchException">It is missing or failed.</exception>
    public static async Task<double> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(startedAt);
            await output;
            return process.ExitCode == 0 ? elapsed.TotalMilliseconds : throw new BenchException($"{program} ended with {process.ExitCode}: {(await errors).Trim()}");
        }
        catch (Win32Exception exception)
        {
            throw new BenchException($"{program} could not be started: {exception.Message}");
        }
    }
}
