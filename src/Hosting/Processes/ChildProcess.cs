using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LatBench.Hosting.Processes;

/// <summary>A child process that exchanges messages with this one over a <see cref="FramedPipe"/>. Disposing it ends it with all of its children.</summary>
public sealed class ChildProcess : IDisposable
{
    private const int MaxErrorLength = 300;

    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private volatile string? _firstError;
    private volatile string? _lastError;

    private ChildProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _process.ErrorDataReceived += (_, line) => NoteError(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets the process id.</summary>
    public int Id { get; }

    /// <summary>Gets a value indicating whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a process.</summary>
    /// <exception cref="ChildStartException">It cannot be started.</exception>
    public static ChildProcess Start(ChildCommand command)
    {
        try
        {
            return new ChildProcess(Process.Start(command.ToStartInfo())!);
        }
        catch (Win32Exception exception)
        {
            throw new ChildStartException(exception.Message, exception);
        }
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="IOException">The process has closed its input.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        FramedPipe.WriteAsync(_process.StandardInput.BaseStream, message, cancellationToken);

    /// <summary>Receives the next message; null where the process has closed its output.</summary>
    /// <exception cref="InvalidDataException">What it wrote is not a message.</exception>
    public Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken) => FramedPipe.ReadAsync(_process.StandardOutput.BaseStream, cancellationToken);

    /// <summary>Returns the resident memory in bytes now.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public long WorkingSetBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>Lowers the priority, where the system permits it.</summary>
    public void LowerPriority()
    {
        try
        {
            _process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself, or the system does not permit it.
        }
    }

    /// <summary>Waits for the end of a process that closed its output, and for the rest of its errors; one that lingers is ended.</summary>
    public async Task<ChildExit> WaitForExitAsync(TimeProvider clock)
    {
        // A process that it left behind can hold its standard error open for ever: what was read by then counts.
        var ended = _process.WaitForExitAsync(CancellationToken.None);
        await ended.WaitAsync(ExitTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            Kill();
            await ended.WaitAsync(ExitTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new ChildExit(_process.HasExited ? _process.ExitCode : ChildExit.Killed, _firstError, _lastError);
    }

    /// <summary>Ends the process and its children at once.</summary>
    public void Kill() => ProcessTree.Kill(_process);

    /// <summary>Ends the process and waits until it is gone, so that it does not compete with the next one.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit(ExitTimeout);
        _process.Dispose();
    }

    private void NoteError(string? line)
    {
        // Stack frames say where, the line before them says what.
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith("   at ", StringComparison.Ordinal)) return;
        _lastError = line.Length <= MaxErrorLength ? line : line[..MaxErrorLength];
        _firstError ??= _lastError;
    }
}

/// <summary>The end of a child process.</summary>
/// <param name="Code">Exit code; 128 + n where signal n ended it.</param>
/// <param name="FirstError">The first line of its standard error that is no stack frame; null where it wrote none.</param>
/// <param name="LastError">The last such line.</param>
public sealed record ChildExit(int Code, string? FirstError, string? LastError)
{
    /// <summary>The code of a process that was ended by SIGKILL.</summary>
    internal const int Killed = SignalBase + 9;

    private const int SignalBase = 128;

    /// <summary>Gets the signal that ended the process; null where it ended by itself.</summary>
    public int? Signal => Code > SignalBase ? Code - SignalBase : null;

    /// <summary>Gets the end as a clause: <c>ended with exit code 3</c>, <c>was ended by signal 9</c>.</summary>
    public string Description => Signal is { } signal
        ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {signal}")
        : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {Code}");
}

/// <summary>Thrown when a child process cannot be started; the message is that of the system.</summary>
public sealed class ChildStartException(string message, Exception inner) : Exception(message, inner);
