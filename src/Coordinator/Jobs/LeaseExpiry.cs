using LatBench.Coordinator.Observability;
using LatBench.Hosting;
using LatBench.Storage;

namespace LatBench.Coordinator.Jobs;

/// <summary>Returns jobs whose lease has run out to the queue, every few seconds.</summary>
internal sealed partial class LeaseExpiry(JobLeasing leasing, CoordinatorMetrics metrics, TimeProvider time, ILogger<LeaseExpiry> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ExpireAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping, or a start that failed half way.
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        try
        {
            var expired = await leasing.ExpireAsync(cancellationToken);
            metrics.Expired(expired);
            if (expired > 0)
                LogExpired(expired);
        }
        catch (StorageException e)
        {
            LogStorageUnavailable(e.Message);
        }
    }

    [LoggerMessage(EventId = EventIds.LeasesExpired, Level = LogLevel.Warning, Message = "{Count} leases expired; their jobs are queued again or have failed")]
    private partial void LogExpired(int count);

    [LoggerMessage(EventId = EventIds.LeaseExpiryStorageUnavailable, Level = LogLevel.Warning, Message = "Leases were not checked: {Reason}")]
    private partial void LogStorageUnavailable(string reason);
}
