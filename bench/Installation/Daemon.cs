using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LatBench.Bench.Installation;

/// <summary>A LatBench program as a process of its own, with what it has printed.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Daemon(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _ready.TrySetResult(false);
    }

    /// <summary>Starts a program and waits until it says that it is ready.</summary>
    /// <exception cref="BenchException">It did not.</exception>
    public static async Task<Daemon> StartAsync(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Programs.Path(project), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var daemon = new Daemon(start);
        daemon._process.Start();
        daemon._process.StandardInput.Close();
        daemon._process.BeginOutputReadLine();
        daemon._process.BeginErrorReadLine();
        try
        {
            if (await daemon._ready.Task.WaitAsync(StartPatience, cancellationToken)) return daemon;
        }
        catch (TimeoutException)
        {
            // Said below, with what it printed.
        }

        await daemon.DisposeAsync();
        throw new BenchException($"{project} did not become ready; it said: {string.Join(" / ", daemon._lines.TakeLast(5))}");
    }

    /// <summary>CPU time that it has used.</summary>
    public TimeSpan CpuTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Most memory that it has had resident.</summary>
    public double PeakRssMebibytes()
    {
        _process.Refresh();
        return _process.PeakWorkingSet64 / (1024.0 * 1024);
    }

    /// <summary>Ends it with SIGTERM, and its children with it; with SIGKILL where it does not listen.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopPatience);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.Contains(" ready: ", StringComparison.Ordinal))
            _ready.TrySetResult(true);
    }
}
