using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.Hosting;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Running;

/// <summary>
/// Keeps one runner process running from job to job. A runner that crashes, hangs or is killed costs the model that
/// it had; the next job gets a new one.
/// </summary>
internal sealed class RunnerSupervisor(RunnerCommand command, SystemFiles files, TimeLimits limits, TimeProvider clock, ILogger<RunnerSupervisor> logger) : IDisposable
{
    private RunnerProcess? _runner;
    private TimeSpan _limit;
    private TimeSpan _left;
    private long? _killsBefore;

    /// <summary>Gets the limits of time of this device.</summary>
    public TimeLimits Limits => limits;

    /// <summary>Process id of the living runner; null where there is none.</summary>
    public int? RunnerId => _runner?.Id;

    /// <summary>Version of the runtime, as the runtime itself reports it; starts a runner where there is none.</summary>
    /// <exception cref="RunnerStartException">None can be started.</exception>
    public async Task<string> RuntimeVersionAsync(CancellationToken cancellationToken) =>
        (await EnsureAsync(cancellationToken).ConfigureAwait(false)).RuntimeVersion;

    /// <summary>Carries out one plan. Whatever goes wrong with the model is in the outcome.</summary>
    /// <exception cref="OperationCanceledException">The job was abandoned; its runner is gone.</exception>
    public async Task<JobOutcome> MeasureAsync(JobPlan plan, CancellationToken cancellationToken)
    {
        var outcome = await LoadAsync(plan, cancellationToken).ConfigureAwait(false);
        return outcome.IsLoaded ? await MeasureLoadedAsync(cancellationToken).ConfigureAwait(false) : outcome;
    }

    /// <summary>Loads a model; where it is then loaded, <see cref="MeasureLoadedAsync"/> measures it. A plan with a profile is carried out at once.</summary>
    /// <exception cref="OperationCanceledException">The job was abandoned; its runner is gone.</exception>
    public async Task<JobOutcome> LoadAsync(JobPlan plan, CancellationToken cancellationToken)
    {
        _killsBefore = OutOfMemoryKills();
        try
        {
            await EnsureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RunnerStartException exception)
        {
            return JobOutcome.Failed(FailureReason.Internal, exception.Message);
        }

        _limit = plan.Protocol.ModelTimeout;
        _left = _limit;
        return await WithinLimitAsync((runner, token) => runner.LoadAsync(plan, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Measures the model that was loaded, in what is left of its time.</summary>
    /// <exception cref="OperationCanceledException">The job was abandoned; its runner is gone.</exception>
    public Task<JobOutcome> MeasureLoadedAsync(CancellationToken cancellationToken) =>
        WithinLimitAsync((runner, token) => runner.MeasureAsync(token), cancellationToken);

    public void Dispose() => Drop();

    private async Task<JobOutcome> WithinLimitAsync(Func<RunnerProcess, CancellationToken, Task<JobOutcome?>> step, CancellationToken cancellationToken)
    {
        var runner = _runner!;
        var start = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(_left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var outcome = await step(runner, either.Token).ConfigureAwait(false);
            if (outcome is null) return await CrashedAsync(runner).ConfigureAwait(false);
            _left -= clock.GetElapsedTime(start);
            if (_left < TimeSpan.Zero) _left = TimeSpan.Zero;
            // What is left of its memory is fragmented, which could make the next model fail.
            if (outcome.Failure?.Reason == FailureReason.OutOfMemory) Drop();
            return outcome;
        }
        catch (OperationCanceledException)
        {
            Drop();
            cancellationToken.ThrowIfCancellationRequested();
            SupervisorLog.TimedOut(logger, _limit.TotalSeconds);
            return JobOutcome.Failed(
                FailureReason.TimedOut,
                FormattableString.Invariant($"The model did not finish within its limit of {_limit.TotalSeconds} s a pass; its runner was ended."));
        }
    }

    private async Task<RunnerProcess> EnsureAsync(CancellationToken cancellationToken)
    {
        // A runner that ended between two jobs did not end because of the model that comes next.
        if (_runner is { HasExited: true }) Drop();
        if (_runner is { } living) return living;
        _runner = await RunnerProcess.StartAsync(command, limits, clock, cancellationToken).ConfigureAwait(false);
        SupervisorLog.Started(logger, _runner.Id, _runner.RuntimeVersion);
        return _runner;
    }

    private async Task<JobOutcome> CrashedAsync(RunnerProcess runner)
    {
        var exit = await runner.WaitForExitAsync(clock).ConfigureAwait(false);
        Drop();
        var failure = exit.ToFailure(outOfMemory: OutOfMemoryKills() > _killsBefore);
        SupervisorLog.Crashed(logger, failure.Message);
        return new JobOutcome { Failure = failure };
    }

    private void Drop()
    {
        _runner?.Dispose();
        _runner = null;
    }

    private long? OutOfMemoryKills()
    {
        const string field = "oom_kill ";
        var line = files.Lines("proc/vmstat").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.TryParse(line?[field.Length..], out var kills) ? kills : null;
    }
}

/// <summary>The log messages of the supervisor of runners.</summary>
internal static partial class SupervisorLog
{
    [LoggerMessage(EventIds.RunnerStarted, LogLevel.Debug, "Runner process {ProcessId} started with ONNX Runtime {RuntimeVersion}.")]
    public static partial void Started(ILogger logger, int processId, string runtimeVersion);

    [LoggerMessage(EventIds.RunnerCrashed, LogLevel.Warning, "{Failure}")]
    public static partial void Crashed(ILogger logger, string failure);

    [LoggerMessage(EventIds.RunnerTimedOut, LogLevel.Warning, "A model ran past its limit of {Seconds} s; its runner was ended.")]
    public static partial void TimedOut(ILogger logger, double seconds);
}

/// <summary>The runners of an agent. Owns them.</summary>
/// <param name="count">The number of runners, 1 or more.</param>
/// <param name="create">Makes one.</param>
internal sealed class RunnerSet(int count, Func<RunnerSupervisor> create) : IDisposable
{
    public IReadOnlyList<RunnerSupervisor> All { get; } = [.. Enumerable.Range(0, count).Select(_ => create())];

    public void Dispose()
    {
        foreach (var runner in All) runner.Dispose();
    }
}
