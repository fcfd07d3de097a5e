using LatBench.Hosting;
using LatBench.Storage;

namespace LatBench.Coordinator.Searches;

/// <summary>Takes the next step of every verification, again and again.</summary>
internal sealed partial class VerificationWorker(IStore store, WinnerVerifications verifications, TimeProvider time, ILogger<VerificationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly HashSet<long> _broken = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var search in await store.Searches.ListProvingAsync(stoppingToken))
                    await StepAsync(search, stoppingToken);
            }
            catch (StorageException e)
            {
                LogFailed(e.Message);
            }
        }
    }

    // An error in one search does not stop the verifications of the others.
    private async Task StepAsync(long search, CancellationToken stoppingToken)
    {
        try
        {
            await verifications.StepAsync(search, stoppingToken);
        }
        catch (StorageException e)
        {
            LogFailed(e.Message);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            if (_broken.Add(search))
                LogUnexpected(e, search);
        }
    }

    [LoggerMessage(EventId = EventIds.VerificationFailed, Level = LogLevel.Warning, Message = "Verifications of searches could not go on: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(EventId = EventIds.VerificationUnexpectedError, Level = LogLevel.Error, Message = "Unexpected error in the verification of search {Id}; it is tried again, and told once")]
    private partial void LogUnexpected(Exception exception, long id);
}
