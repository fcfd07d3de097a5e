using System.Collections.Concurrent;
using LatBench.Hosting;

namespace LatBench.Coordinator.Observability;

/// <summary>Writes to the log what a store says of how it reaches its database. The store is opened before there is a log: what it says until then waits.</summary>
internal sealed partial class StorageRemarks
{
    private readonly ConcurrentQueue<string> _remarks = new();
    private volatile ILogger? _logger;

    /// <summary>Takes one sentence.</summary>
    public void Add(string remark)
    {
        _remarks.Enqueue(remark);
        Write();
    }

    /// <summary>Writes what was said so far, and from then on at once.</summary>
    public void AttachTo(ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<StorageRemarks>();
        Write();
    }

    private void Write()
    {
        while (_logger is { } logger && _remarks.TryDequeue(out var remark))
            LogRemark(logger, remark);
    }

    [LoggerMessage(EventId = EventIds.StorageRemark, Level = LogLevel.Information, Message = "{Remark}")]
    private static partial void LogRemark(ILogger logger, string remark);
}
