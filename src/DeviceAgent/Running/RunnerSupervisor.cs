using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Running;

/// <summary>
/// Keeps one runner process alive from visit to visit. A runner that crashes, hangs or is killed costs the model that
/// it had; the next visit gets a new one.
/// </summary>
internal sealed class RunnerSupervisor(RunnerCommand command, SystemFiles files, TimeProvider clock, ILogger<RunnerSupervisor> logger) : IDisposable
{
    private RunnerProcess? _runner;

    /// <summary>Process id of the living runner; null where there is none.</summary>
    public int? RunnerId => _runner?.Id;

    /// <summary>Version of the runtime, as the runtime itself reports it; starts a runner where there is none.</summary>
    /// <exception cref="RunnerStartException">None can be started.</exception>
    public async Task<string> RuntimeVersionAsync(CancellationToken cancellationToken) =>
        (await EnsureAsync(cancellationToken).ConfigureAwait(false)).RuntimeVersion;

    /// <summary>Measures one model once. Whatever goes wrong with the model is in the outcome.</summary>
    /// <exception cref="OperationCanceledException">The visit was abandoned; its runner is gone.</exception>
    public async Task<VisitOutcome> MeasureAsync(VisitPlan plan, CancellationToken cancellationToken)
    {
        var killsBefore = OutOfMemoryKills();
        RunnerProcess runner;
        try
        {
            runner = await EnsureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RunnerStartException exception)
        {
            return VisitOutcome.Failed(FailureReason.Internal, exception.Message);
        }

        using var limit = new CancellationTokenSource(plan.Protocol.ModelTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var outcome = await runner.MeasureAsync(plan, either.Token).ConfigureAwait(false);
            if (outcome is null) return await CrashedAsync(runner, killsBefore).ConfigureAwait(false);
            // What is left of its memory is in pieces, and would be the next model's misfortune.
            if (outcome.Failure?.Reason == FailureReason.OutOfMemory) Drop();
            return outcome;
        }
        catch (OperationCanceledException)
        {
            Drop();
            cancellationToken.ThrowIfCancellationRequested();
            SupervisorLog.TimedOut(logger, plan.Protocol.ModelTimeout.TotalSeconds);
            return VisitOutcome.Failed(
                FailureReason.TimedOut,
                FormattableString.Invariant($"The model did not finish within its limit of {plan.Protocol.ModelTimeout.TotalSeconds} s a pass; its runner was ended."));
        }
    }

    public void Dispose() => Drop();

    private async Task<RunnerProcess> EnsureAsync(CancellationToken cancellationToken)
    {
        // A runner that died between two visits did not die of the model that comes next.
        if (_runner is { HasExited: true }) Drop();
        if (_runner is { } living) return living;
        _runner = await RunnerProcess.StartAsync(command, clock, cancellationToken).ConfigureAwait(false);
        SupervisorLog.Started(logger, _runner.Id, _runner.RuntimeVersion);
        return _runner;
    }

    private async Task<VisitOutcome> CrashedAsync(RunnerProcess runner, long? killsBefore)
    {
        var exit = await runner.WaitForExitAsync(clock).ConfigureAwait(false);
        Drop();
        var failure = exit.ToFailure(outOfMemory: OutOfMemoryKills() > killsBefore);
        SupervisorLog.Crashed(logger, failure.Message);
        return new VisitOutcome { Failure = failure };
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
