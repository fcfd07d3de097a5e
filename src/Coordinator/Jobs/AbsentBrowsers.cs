using System.Globalization;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Hosting;
using LatBench.Hosting;
using LatBench.Storage;

namespace LatBench.Coordinator.Jobs;

/// <summary>
/// Gives up browsers that do not come back: what waits for them ends after a while, so that a phone which has left holds no campaign up. The device stays
/// enrolled and measures again when its page is opened. An installed agent is waited for, for its operator knows of it. The time in which this coordinator
/// could not hear them does not count.
/// </summary>
internal sealed partial class AbsentBrowsers(
    IStore store, CampaignEnding campaigns, CoordinatorOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AbsentBrowsers> logger) : BackgroundService
{
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromSeconds(30);

    /// <summary>The lateness of a look on a busy machine.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly Attention _attention = new(time, Period(options) + MaxDelay);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.BrowserTimeout == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(Period(options), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (lifetime.ApplicationStarted.IsCancellationRequested)
                    await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private static TimeSpan Period(CoordinatorOptions options) => options.BrowserTimeout / 4 < MaxPeriod ? options.BrowserTimeout / 4 : MaxPeriod;

    /// <summary>Gives up the browsers that were silent for the whole time, if they could be heard in it.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var silentSince = time.GetUtcNow() - options.BrowserTimeout;
            var silent = await store.Devices.ListSilentAsync(silentSince, cancellationToken);
            _attention.Confirm();
            if (!_attention.Covers(options.BrowserTimeout))
                return;
            foreach (var device in silent)
            {
                if (device.Software.Browser is null)
                    continue;
                var ended = await campaigns.WriteAsync(transaction => transaction.GiveUpDeviceAsync(device.Id, silentSince, Message(device.Id)), cancellationToken);
                if (ended is not { Decided: 0, Failed: 0 })
                    LogGivenUp(device.Id, options.BrowserTimeout.TotalMinutes, ended.Failed, ended.Decided);
            }
        }
        catch (StorageException e)
        {
            // The calls of devices were not noted either.
            _attention.Lapse();
            LogStorageUnavailable(e.Message);
        }
    }

    private string Message(string device) => string.Create(
        CultureInfo.InvariantCulture,
        $"The browser of {device} was not seen for {options.BrowserTimeout.TotalMinutes:0.##} minutes: open its page again and submit the campaign once more.");

    [LoggerMessage(EventId = EventIds.BrowserGivenUp, Level = LogLevel.Warning, Message = "The browser of {Device} was not seen for {Minutes} minutes: {Failed} measurements that waited for it have failed, and {Decided} have a verdict from the passes that they have")]
    private partial void LogGivenUp(string device, double minutes, int failed, int decided);

    [LoggerMessage(EventId = EventIds.BrowsersStorageUnavailable, Level = LogLevel.Warning, Message = "Absent browsers were not looked for: {Reason}")]
    private partial void LogStorageUnavailable(string reason);
}
