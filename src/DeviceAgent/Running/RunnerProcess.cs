using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Running;

/// <summary>One living runner process.</summary>
internal sealed class RunnerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ErrorTail _errors = new();

    private RunnerProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Version of the runtime, as the runtime itself reports it.</summary>
    public string RuntimeVersion { get; private set; } = "";

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a runner and waits until it is ready.</summary>
    /// <exception cref="RunnerStartException">It cannot be started, or ended at once.</exception>
    public static async Task<RunnerProcess> StartAsync(RunnerCommand command, TimeProvider clock, CancellationToken cancellationToken)
    {
        var runner = new RunnerProcess(Launch(command));
        using var limit = new CancellationTokenSource(StartTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var greeting = await Frames.ReadAsync(runner._process.StandardOutput.BaseStream, either.Token).ConfigureAwait(false);
            if (greeting is null)
            {
                var exit = await runner.WaitForExitAsync(clock).ConfigureAwait(false);
                throw new RunnerStartException($"The runner process ended before it was ready, with exit code {exit.Code}: {exit.LastError ?? "it said nothing"}");
            }

            runner.RuntimeVersion = Encoding.UTF8.GetString(greeting);
            return runner;
        }
        catch (Exception exception)
        {
            runner.Dispose();
            if (exception is InvalidDataException)
                throw new RunnerStartException($"The runner process '{command.FileName}' does not speak the runner's protocol.", exception);
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new RunnerStartException($"The runner process was not ready after {StartTimeout.TotalSeconds} s.", exception);
            throw;
        }
    }

    /// <summary>Has the runner load a model; null where the process ended instead.</summary>
    /// <returns>The reason why it cannot be loaded, or an outcome with neither result nor failure: it is loaded and waits.</returns>
    public Task<JobOutcome?> LoadAsync(JobPlan plan, CancellationToken cancellationToken) =>
        ExchangeAsync(JsonSerializer.SerializeToUtf8Bytes(plan, RunnerMessages.Default.JobPlan), cancellationToken);

    /// <summary>Has the runner measure the model that it has loaded; null where the process ended instead.</summary>
    public Task<JobOutcome?> MeasureAsync(CancellationToken cancellationToken) => ExchangeAsync(RunnerLoop.Measure, cancellationToken);

    private async Task<JobOutcome?> ExchangeAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            await Frames.WriteAsync(_process.StandardInput.BaseStream, frame, cancellationToken).ConfigureAwait(false);
            var answer = await Frames.ReadAsync(_process.StandardOutput.BaseStream, cancellationToken).ConfigureAwait(false);
            return answer is null ? null : JsonSerializer.Deserialize(answer, RunnerMessages.Default.JobOutcome);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Waits for the end of a process that closed its pipe, ending it where it lingers, and says how it ended.</summary>
    public async Task<RunnerExit> WaitForExitAsync(TimeProvider clock)
    {
        using var timeout = new CancellationTokenSource(ExitTimeout, clock);
        try
        {
            await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return new RunnerExit(_process.ExitCode, _errors.Last);
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Ends the process and waits until it is gone, so that it does not compete with the next one.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit(ExitTimeout);
        _process.Dispose();
    }

    private static Process Launch(RunnerCommand command)
    {
        try
        {
            return Process.Start(command.ToStartInfo())!;
        }
        catch (Win32Exception exception)
        {
            throw new RunnerStartException($"The runner process '{command.FileName}' cannot be started: {exception.Message}.", exception);
        }
    }
}

/// <summary>No runner could be started; the message is one sentence for a person.</summary>
internal sealed class RunnerStartException(string message, Exception? inner = null) : Exception(message, inner);
