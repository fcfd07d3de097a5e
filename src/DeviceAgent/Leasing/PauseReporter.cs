using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>
/// Tells the coordinator, and the log, why the agent pauses. Called only while no block runs; a coordinator that is away or does not know the call
/// is passed over.
/// </summary>
/// <param name="tell">Tells the coordinator of a pause, or with <see cref="PauseReason.Unspecified"/> that the agent goes on.</param>
/// <param name="clock">Counts the time.</param>
/// <param name="logger">Log.</param>
internal sealed class PauseReporter(Func<PauseReason, string, CancellationToken, Task> tell, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>The interval at which a pause that goes on is reported again, so that the coordinator sees that the agent still runs.</summary>
    public static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(10);

    // The disk may be waited for while the machine cools down.
    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<PauseReason, WaitNotice> _notices = [];

    private PauseReason _told;
    private long _toldAt;
    private bool _isUnknown;

    /// <summary>Notes that the agent pauses still.</summary>
    /// <param name="reason">The reason of the pause.</param>
    /// <param name="message">The same for a person: one clause without a full stop.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task BeginAsync(PauseReason reason, string message, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_notices.TryGetValue(reason, out var notice)) _notices[reason] = notice = new WaitNotice(clock);
            if (notice.Begin(reason.ToString())) LoopLog.Paused(logger, message);
            if (_told == reason && clock.GetElapsedTime(_toldAt) < RepeatInterval) return;
            await TellAsync(reason, message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Notes that the agent goes on; does nothing where it did not pause for that reason.</summary>
    public async Task EndAsync(PauseReason reason, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_notices.TryGetValue(reason, out var notice)) return;
            var waited = notice.Elapsed;
            if (!notice.End()) return;
            LoopLog.GoesOn(logger, Math.Round(waited.TotalSeconds, 1));
            if (_told == reason) await TellAsync(PauseReason.Unspecified, "", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Tells that the agent stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => TellAsync(PauseReason.Stopped, "", cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task TellAsync(PauseReason reason, string message, CancellationToken cancellationToken)
    {
        (_told, _toldAt) = (reason, clock.GetTimestamp());
        if (_isUnknown) return;
        try
        {
            await tell(reason, message, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            // Every other call reports a coordinator that is unavailable or refuses the device.
            cancellationToken.ThrowIfCancellationRequested();
            _isUnknown = exception.StatusCode == StatusCode.Unimplemented;
        }
    }
}
