using System.Diagnostics;
using System.Text.RegularExpressions;
using LatBench.Cli.CommandLine;
using LatBench.Hosting.Processes;

namespace LatBench.Cli.Processes;

/// <summary>A LatBench program run as a child: its output goes line by line to a sink, and it is ended with SIGTERM.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _unwritable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _pumps;

    private ChildProcess(ChildPlan plan, Process process, Action<string> onOutput, Action<string> onError, TimeProvider time)
    {
        (Name, _process, _time) = (plan.Name, process, time);
        _pumps = Task.WhenAll(
            PumpAsync(process.StandardOutput, line =>
            {
                onOutput(line);
                if (line.Contains(" ready: ", StringComparison.Ordinal))
                    _ready.TrySetResult(line);
            }),
            PumpAsync(process.StandardError, onError));
        Ended = EndAsync();
    }

    /// <summary>Gets the name of the program in messages: <c>coordinator</c>, <c>agent</c>.</summary>
    public string Name { get; }

    /// <summary>Completes with the exit code, when the process has ended and all its output has been seen; fails as soon as a line of it cannot be written.</summary>
    public Task<int> Ended { get; }

    /// <summary>Starts the program.</summary>
    /// <exception cref="CliException">The system cannot start it.</exception>
    public static ChildProcess Start(ChildPlan plan, Action<string> onOutput, Action<string> onError, TimeProvider time)
    {
        var start = new ProcessStartInfo(plan.Program, plan.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new ChildProcess(plan, process, onOutput, onError, time);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new CliException($"The {plan.Name} cannot be started ({plan.Program}: {error.Message}): install .NET 10, or put dotnet on the path.");
        }
    }

    /// <summary>The value of <paramref name="key"/> in the line that says that the program is ready.</summary>
    /// <exception cref="CliException">It was not ready within <paramref name="timeout"/>.</exception>
    /// <exception cref="ChildEndedException">It ended before.</exception>
    public async Task<string> ReadyAsync(string key, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var first = await Task.WhenAny(_ready.Task, Ended).WaitAsync(timeout, _time, cancellationToken);
            if (first == Ended && !_ready.Task.IsCompleted)
                throw new ChildEndedException(Name, await Ended);
        }
        catch (TimeoutException)
        {
            throw new CliException($"The {Name} was not ready after {timeout.TotalSeconds:F0} s: look at its log, or try again when the machine is less busy.");
        }

        var line = await _ready.Task;
        var match = Regex.Match(line, $@" {Regex.Escape(key)}=(\S+)", RegexOptions.CultureInvariant);
        return match.Success
            ? match.Groups[1].Value
            : throw new CliException($"The {Name} said '{line}', which has no {key}: it is of another version than this command.");
    }

    /// <summary>Kills it with its own children, without waiting.</summary>
    public void Kill() => ProcessTree.Kill(_process);

    /// <summary>Asks it to end and waits; what has not ended then is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(EndTimeout, _time);
            }
            catch (TimeoutException)
            {
                Kill();
                await _process.WaitForExitAsync();
            }
        }

        // Its failure has been told to those that waited for it.
        await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    // To the end even where nothing can be written any more: the process would wait for its pipe.
    private async Task PumpAsync(StreamReader reader, Action<string> sink)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            try
            {
                sink(line);
            }
            catch (Exception exception) when (exception is CliException or IOException)
            {
                _unwritable.TrySetException(exception);
            }
        }
    }

    private async Task<int> EndAsync()
    {
        await await Task.WhenAny(_process.WaitForExitAsync(), _unwritable.Task);
        try
        {
            // A grandchild may hold the pipes open.
            await _pumps.WaitAsync(OutputTimeout, _time);
        }
        catch (TimeoutException)
        {
        }

        if (_unwritable.Task.IsFaulted)
            await _unwritable.Task;
        return _process.ExitCode;
    }
}

/// <summary>A child ended while it was needed.</summary>
internal sealed class ChildEndedException(string name, int exitCode) : Exception($"The {name} ended with exit code {exitCode}.")
{
    public string ChildName { get; } = name;

    public int ExitCode { get; } = exitCode;
}
