using LatBench.Coordinator.Snapshots;
using LatBench.Hosting;
using LatBench.Storage;
using LatBench.Storage.Artifacts;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>
/// Removes the artefacts of deleted models that nothing else refers to. Which they are is noted with the deletion itself, so that what a coordinator that died left behind is removed
/// after the next deletion, or at the next start.
/// </summary>
internal sealed class RemovedArtifacts(IStore store, IArtifactStore artifacts, SharedSnapshots snapshots, TimeProvider time, ILogger<RemovedArtifacts> logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Removes what is to be removed; leaves it for later where that cannot be done now.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await store.UploadedModels.ListRemovedArtifactsAsync(cancellationToken) is not { Count: > 0 } removed)
                return;
            await using var held = await HoldAsync(cancellationToken);
            foreach (var sha256 in removed)
            {
                if (!await store.UploadedModels.RefersToArtifactAsync(sha256, cancellationToken) && !await snapshots.ListsAsync(sha256, cancellationToken))
                    await artifacts.DeleteAsync(sha256, cancellationToken);
                await store.UploadedModels.ForgetRemovedArtifactAsync(sha256, cancellationToken);
            }
        }
        catch (StorageException exception)
        {
            RemovedArtifactsLog.Left(logger, exception.Message);
        }
    }

    /// <summary>Waits until nothing is removed, and keeps it so until the result is disposed: artefacts that are stored again meanwhile stay.</summary>
    public async Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.Locks.TryAcquireAsync(LockName.UploadedArtifacts, cancellationToken) is { } held)
                return held;
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}

/// <summary>The log messages of removing artefacts.</summary>
internal static partial class RemovedArtifactsLog
{
    [LoggerMessage(EventIds.ArtifactsLeft, LogLevel.Warning, "Artefacts of a deleted model are left until the next start: {Reason}")]
    public static partial void Left(ILogger logger, string reason);
}
