using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using LatBench.Hosting.Processes;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>Runs the tools of the machine as child processes, each with a limit on its time and on what it may write.</summary>
/// <param name="clock">Counts the time.</param>
/// <param name="directories">The directories of tools; null for the path and the places where boards keep theirs.</param>
internal sealed class ToolProcesses(TimeProvider clock, IReadOnlyList<string>? directories = null) : IToolbox
{
    private const int MaxOutputLength = 64 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly string[] BoardDirectories = ["/usr/bin", "/usr/sbin", "/opt/vc/bin"];

    private readonly ConcurrentDictionary<string, string?> _found = new(StringComparer.Ordinal);

    public bool Has(string program) => Find(program) is not null;

    public async Task<string?> AskAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (Find(call.Program) is not { } path) return null;
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = Start(path, call.Arguments);
        if (process is null) return null;
        try
        {
            process.StandardInput.Close();
            var complaints = DrainAsync(process.StandardError, either.Token);
            if (call.FirstLineOnly) return await process.StandardOutput.ReadLineAsync(either.Token).ConfigureAwait(false);
            var output = await ReadAsync(process.StandardOutput, either.Token).ConfigureAwait(false);
            await complaints.ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            ProcessTree.Kill(process);
        }
    }

    private static Process? Start(string path, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Numbers with points and words in English, whatever the language of the machine.
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[MaxOutputLength];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return length is 0 or MaxOutputLength ? null : new string(buffer, 0, length);
    }

    private static async Task DrainAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[1024];
        try
        {
            while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // What it complains about is of no use, and it has been ended.
        }
    }

    private string? Find(string program)
    {
        if (_found.TryGetValue(program, out var known)) return known;
        var places = directories ?? [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), .. BoardDirectories];
        return _found[program] = places.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);
    }
}

/// <summary>A tool of the machine and its arguments.</summary>
/// <param name="Program">Its name on the path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="FirstLineOnly">True where it runs without end and only its first line is read.</param>
internal sealed record ToolCall(string Program, IReadOnlyList<string> Arguments, bool FirstLineOnly = false);

/// <summary>Runs tools of the machine.</summary>
internal interface IToolbox
{
    /// <summary>Determines whether the machine has a tool.</summary>
    bool Has(string program);

    /// <summary>Runs a tool and returns its output; null where it is absent, fails, hangs or writes nothing.</summary>
    Task<string?> AskAsync(ToolCall call, CancellationToken cancellationToken);
}
