using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace LatBench.TestKit.Processes;

/// <summary>A process that runs until it is stopped or killed, with what it has printed.</summary>
public sealed class Daemon : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<(Regex Pattern, TaskCompletionSource Seen)> _awaited = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Daemon(ProcessStartInfo start, string readyText)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data, readyText);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, readyText);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("It ended before it was ready."));
    }

    public int Id => _process.Id;

    /// <summary>Everything printed so far.</summary>
    public string Printed => string.Join('\n', _lines);

    /// <summary>Starts an executable and waits until it prints <paramref name="readyText"/>.</summary>
    public static Task<Daemon> StartAsync(string project, string readyText, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        StartAsync(project, Program.Start(project, arguments), readyText, environment);

    /// <summary>The same for a process that is started in another way.</summary>
    public static async Task<Daemon> StartAsync(string project, ProcessStartInfo start, string readyText, params (string Name, string? Value)[] environment)
    {
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var daemon = new Daemon(start, readyText);
        daemon._process.Start();
        daemon._process.StandardInput.Close();
        daemon._process.BeginOutputReadLine();
        daemon._process.BeginErrorReadLine();
        try
        {
            await daemon._ready.Task.WaitAsync(StartTimeout, TestContext.Current.CancellationToken);
            return daemon;
        }
        catch (Exception e)
        {
            await daemon.DisposeAsync();
            throw new InvalidOperationException($"{project} did not become ready: {e.Message}\n{daemon.Printed}", e);
        }
    }

    /// <summary>Waits until it has printed a line with the text.</summary>
    public Task PrintsAsync(string text) => PrintsAsync(new Regex(Regex.Escape(text)));

    /// <summary>Waits until it has printed a line that the pattern matches.</summary>
    public async Task PrintsAsync(Regex pattern)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Enqueue((pattern, seen));
        if (_lines.Any(line => pattern.IsMatch(line)))
            return;
        try
        {
            await seen.Task.WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"It did not print '{pattern}':\n{Printed}", e);
        }
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it with SIGTERM, or another signal, and returns its exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        await SignalAsync(signal);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StopTimeout, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal.</summary>
    public Task SignalAsync(string signal) => SignalAsync(_process.Id, signal);

    /// <summary>Sends a process a signal.</summary>
    public static async Task SignalAsync(int processId, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, processId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until it has ended by itself and returns its exit code.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StopTimeout, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it with SIGKILL, and it alone: its children stay behind, as when the kernel ends it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StopTimeout, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopTimeout);
        }

        _process.Dispose();
    }

    private void Keep(string? line, string readyText)
    {
        if (line is null)
            return;

        _lines.Enqueue(line);
        if (line.Contains(readyText, StringComparison.Ordinal))
            _ready.TrySetResult();
        foreach (var (pattern, seen) in _awaited)
        {
            if (pattern.IsMatch(line))
                seen.TrySetResult();
        }
    }
}
