using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>The log messages of fetching artefacts; event ids 3000 to 3099.</summary>
internal static partial class ArtifactLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Artefact {Sha256} came with {Bytes} bytes whose hash is {Found}.")]
    public static partial void Tampered(ILogger logger, string sha256, string found, long bytes);

    [LoggerMessage(3002, LogLevel.Information, "The download of artefact {Sha256} broke after {Bytes} bytes; it goes on from there.")]
    public static partial void Resuming(ILogger logger, string sha256, long bytes);

    [LoggerMessage(3004, LogLevel.Error, "The disk does not take artefact {Sha256} ({Reason}); the agent waits until it does.")]
    public static partial void DiskTakesNothing(ILogger logger, string sha256, string reason);

    [LoggerMessage(3003, LogLevel.Debug, "Artefact {Sha256} was dropped from the cache.")]
    public static partial void Evicted(ILogger logger, string sha256);
}
