using System.Text;
using System.Text.Json;
using LatBench.DeviceAgent.Runner;
using LatBench.Hosting.Processes;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Running;

/// <summary>One living runner process.</summary>
internal sealed class RunnerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private RunnerProcess(ChildProcess process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Version of the runtime, as the runtime itself reports it.</summary>
    public string RuntimeVersion { get; private set; } = "";

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a runner and waits until it is ready.</summary>
    /// <exception cref="RunnerStartException">It cannot be started, or ended at once.</exception>
    public static async Task<RunnerProcess> StartAsync(RunnerCommand command, TimeLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        var runner = new RunnerProcess(Launch(command));
        var start = clock.GetTimestamp();
        var timeout = limits.Of(StartTimeout);
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var greeting = await runner._process.ReceiveAsync(either.Token).ConfigureAwait(false);
            if (greeting is null)
            {
                var exit = await runner.WaitForExitAsync(clock).ConfigureAwait(false);
                throw new RunnerStartException($"The runner process ended before it was ready, with exit code {exit.Code}: {exit.LastError ?? "it said nothing"}") { LastError = exit.LastError };
            }

            limits.Note(clock.GetElapsedTime(start), TimeLimits.UsualRunnerStart);
            runner.RuntimeVersion = Encoding.UTF8.GetString(greeting);
            return runner;
        }
        catch (Exception exception)
        {
            runner.Dispose();
            if (exception is InvalidDataException)
                throw new RunnerStartException($"The runner process '{command.FileName}' does not speak the runner's protocol.", exception);
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new RunnerStartException($"The runner process was not ready after {timeout.TotalSeconds:F0} s.", exception);
            throw;
        }
    }

    /// <summary>Has the runner load a model; null where the process ended instead.</summary>
    /// <returns>The reason why it cannot be loaded, or an outcome with neither result nor failure: it is loaded and waits.</returns>
    public Task<JobOutcome?> LoadAsync(JobPlan plan, CancellationToken cancellationToken) =>
        ExchangeAsync(JsonSerializer.SerializeToUtf8Bytes(plan, RunnerMessages.Default.JobPlan), cancellationToken);

    /// <summary>Has the runner measure the model that it has loaded; null where the process ended instead.</summary>
    public Task<JobOutcome?> MeasureAsync(CancellationToken cancellationToken) => ExchangeAsync(RunnerLoop.Measure, cancellationToken);

    /// <summary>Waits for the end of a process that closed its pipe, ending it where it lingers, and says how it ended.</summary>
    public Task<ChildExit> WaitForExitAsync(TimeProvider clock) => _process.WaitForExitAsync(clock);

    /// <summary>Ends the process and waits until it is gone, so that it does not compete with the next one.</summary>
    public void Dispose() => _process.Dispose();

    private async Task<JobOutcome?> ExchangeAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await _process.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var answer = await _process.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            return answer is null ? null : JsonSerializer.Deserialize(answer, RunnerMessages.Default.JobOutcome);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    private static ChildProcess Launch(RunnerCommand command)
    {
        try
        {
            return ChildProcess.Start(command.ToChild());
        }
        catch (ChildStartException exception)
        {
            throw new RunnerStartException($"The runner process '{command.FileName}' cannot be started: {exception.Message}.", exception);
        }
    }
}

/// <summary>No runner could be started; the message is one sentence for a person.</summary>
internal sealed class RunnerStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets what the process said last; null where it said nothing or did not start.</summary>
    public string? LastError { get; init; }
}

/// <summary>The end of a runner that should not have ended, as the failure of the model that it had.</summary>
internal static class RunnerExit
{
    private const int KillSignal = 9;

    /// <summary>The failure to record.</summary>
    /// <param name="exit">The end of the runner.</param>
    /// <param name="outOfMemory">True where the kernel ended a process for want of memory meanwhile.</param>
    public static ModelFailure ToFailure(this ChildExit exit, bool outOfMemory)
    {
        if (outOfMemory && exit.Signal == KillSignal)
            return new ModelFailure(FailureReason.OutOfMemory, "The kernel ended the runner process because memory ran out; the model needs more than this device has.");
        if (exit.LastError is not null && RuntimeFailure.IsWantOfMemory(exit.LastError))
            return new ModelFailure(FailureReason.OutOfMemory, $"The runner process ended because the model needs more memory than it may use; it said: {exit.LastError}");
        return new ModelFailure(
            FailureReason.RunnerCrashed,
            exit.LastError is null
                ? $"The runner process {exit.Description} while it had this model."
                : $"The runner process {exit.Description} while it had this model; it said: {exit.LastError}");
    }
}
