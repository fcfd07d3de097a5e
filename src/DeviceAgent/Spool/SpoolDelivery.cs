using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using LatBench.Hosting;
using LatBench.Hosting.Files;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Spool;

/// <summary>Brings what is in the spool to the coordinator.</summary>
internal sealed class SpoolDelivery(ResultSpool spool, Coordinator coordinator, TimeProvider clock, ILogger<SpoolDelivery> logger)
{
    private const int AtOnce = 8;

    private readonly WaitNotice _postponed = new(clock);

    /// <summary>Tries every report once. Acknowledged ones are deleted, refused ones set aside.</summary>
    /// <returns>True where the spool is empty now; false where the coordinator is out of reach.</returns>
    /// <exception cref="RpcException">The credential is not accepted; the reports stay.</exception>
    public async Task<bool> DeliverAsync(CancellationToken cancellationToken)
    {
        foreach (var entries in spool.Pending().Chunk(AtOnce))
        {
            var delivered = await Task.WhenAll(entries.Select(entry => DeliverAsync(entry, cancellationToken))).ConfigureAwait(false);
            if (delivered.Contains(false)) return false;
        }

        _postponed.End();
        return true;
    }

    /// <summary>A report that cannot be taken off the disk now stays; delivered once more it changes nothing.</summary>
    private async Task<bool> DeliverAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await TryDeliverAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            SpoolLog.Postponed(logger, Path.GetFileName(entry.Path), FileError.Of(exception, entry.Path).Reason);
            return false;
        }
    }

    private async Task<bool> TryDeliverAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(entry, await File.ReadAllBytesAsync(entry.Path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            ResultSpool.Remove(entry);
            return true;
        }
        catch (RpcException exception) when (exception.IsTransient())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Postpone(entry, exception.Describe());
            return false;
        }
        catch (RpcException exception) when (!exception.IsRefusedCredential())
        {
            Refuse(entry, exception.Describe());
            return true;
        }
        catch (InvalidProtocolBufferException exception)
        {
            Refuse(entry, $"the file is damaged: {exception.Message}");
            return true;
        }
    }

    private async Task SendAsync(SpoolEntry entry, byte[] content, CancellationToken cancellationToken)
    {
        var options = coordinator.Call(clock, cancellationToken);
        switch (entry.Report)
        {
            case SpoolReport.Failed:
                var failure = FailJobRequest.Parser.ParseFrom(content);
                var retry = await coordinator.Jobs.FailJobAsync(failure, options).ConfigureAwait(false);
                SpoolLog.FailureDelivered(logger, failure.Job, retry.WillRetry);
                break;
            case SpoolReport.Profiled:
                var profile = CompleteProfileJobRequest.Parser.ParseFrom(content);
                var kept = await coordinator.Jobs.CompleteProfileJobAsync(profile, options).ConfigureAwait(false);
                SpoolLog.Delivered(logger, profile.Job, kept.Counted);
                break;
            default:
                var report = CompleteJobRequest.Parser.ParseFrom(content);
                var answer = await coordinator.Jobs.CompleteJobAsync(report, options).ConfigureAwait(false);
                SpoolLog.Delivered(logger, report.Job, answer.Counted);
                break;
        }
    }

    /// <summary>Said once for all reports that meet the same reason, not for each of them at each try.</summary>
    private void Postpone(SpoolEntry entry, string reason)
    {
        lock (_postponed)
        {
            if (_postponed.Begin(reason)) SpoolLog.Postponed(logger, Path.GetFileName(entry.Path), reason);
        }
    }

    private void Refuse(SpoolEntry entry, string reason)
    {
        spool.Refuse(entry);
        SpoolLog.Refused(logger, Path.GetFileName(entry.Path), reason);
    }
}

/// <summary>The log messages of the spool.</summary>
internal static partial class SpoolLog
{
    [LoggerMessage(EventIds.ResultDelivered, LogLevel.Debug, "The result of {Job} is delivered; it counts: {Counted}.")]
    public static partial void Delivered(ILogger logger, string job, bool counted);

    [LoggerMessage(EventIds.FailureDelivered, LogLevel.Debug, "The failure of {Job} is delivered; it will be tried again: {WillRetry}.")]
    public static partial void FailureDelivered(ILogger logger, string job, bool willRetry);

    [LoggerMessage(EventIds.ReportPostponed, LogLevel.Warning, "The report {File} could not be delivered and stays in the spool ({Reason}).")]
    public static partial void Postponed(ILogger logger, string file, string reason);

    [LoggerMessage(EventIds.ReportRefused, LogLevel.Error, "The coordinator will not take the report {File} ({Reason}); it lies in spool/refused.")]
    public static partial void Refused(ILogger logger, string file, string reason);
}
