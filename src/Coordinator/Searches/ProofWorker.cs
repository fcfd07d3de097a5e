using LatBench.Storage;

namespace LatBench.Coordinator.Searches;

/// <summary>Takes the next step of every proof, again and again.</summary>
internal sealed partial class ProofWorker(IStore store, WinnerProofs proofs, TimeProvider time, ILogger<ProofWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var search in await store.Searches.ListProvingAsync(stoppingToken))
                    await proofs.StepAsync(search, stoppingToken);
            }
            catch (StorageException e)
            {
                LogFailed(e.Message);
            }
        }
    }

    [LoggerMessage(EventId = 1701, Level = LogLevel.Warning, Message = "Proofs of searches could not go on: {Reason}")]
    private partial void LogFailed(string reason);
}
