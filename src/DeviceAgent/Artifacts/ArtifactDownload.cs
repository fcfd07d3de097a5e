using System.Security.Cryptography;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Leasing;
using LatBench.Hosting;
using LatBench.Hosting.Files;
using Microsoft.Extensions.Logging;
using FailureReason = LatBench.Measurements.FailureReason;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>
/// Fetches one artefact into a file: resumed where a stream breaks, checked by its hash, fetched once more where that is wrong. A disk that takes nothing is waited
/// for: the job has not failed for it.
/// </summary>
internal sealed class ArtifactDownload(IArtifactSource source, PauseReporter pauses, Backoff backoff, ILogger logger)
{
    /// <summary>Broken streams in a row, without a byte in between, after which an artefact counts as unavailable.</summary>
    public const int MaxBrokenStreams = 6;

    private const int Fetches = 2;

    /// <summary>Fetches an artefact; it appears under its name when it is whole.</summary>
    /// <param name="sha256">Its hash.</param>
    /// <param name="path">The file; its directory is made where it is missing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArtifactException">The artefact is missing, out of reach, or twice not what was promised.</exception>
    public async Task FetchAsync(string sha256, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var partial = path + ".part";
                await FetchPartAsync(sha256, partial, cancellationToken).ConfigureAwait(false);
                File.Move(partial, path, overwrite: true);
                await pauses.EndAsync(PauseReason.DiskFull, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (FileError.Is(exception))
            {
                ArtifactLog.DiskTakesNothing(logger, sha256, FileError.Of(exception, path).Reason);
                await pauses.BeginAsync(PauseReason.DiskFull, $"the disk does not take the artefact {sha256[..12]} ({FileError.Of(exception, path).Reason})", cancellationToken).ConfigureAwait(false);
                await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task FetchPartAsync(string sha256, string path, CancellationToken cancellationToken)
    {
        for (var fetch = 1; fetch <= Fetches; fetch++)
        {
            // Without a buffer: what the disk does not take is told by the write itself.
            await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            await FillAsync(sha256, file, cancellationToken).ConfigureAwait(false);
            file.Position = 0;
            var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            if (found == sha256) return;
            ArtifactLog.Tampered(logger, sha256, found, file.Length);
        }

        throw new ArtifactException(
            FailureReason.ArtifactCorrupt,
            $"The artefact {sha256} came with other bytes than its hash promises, {Fetches} times.");
    }

    private async Task FillAsync(string sha256, FileStream file, CancellationToken cancellationToken)
    {
        var broken = 0;
        while (await ReadAsync(sha256, file, cancellationToken).ConfigureAwait(false) is { } interruption)
        {
            if (interruption.Moved) (broken, _) = (0, backoff.Reset());
            if (++broken >= MaxBrokenStreams)
            {
                await pauses.EndAsync(PauseReason.ArtifactUnavailable, cancellationToken).ConfigureAwait(false);
                throw new ArtifactException(FailureReason.ArtifactUnavailable, $"The artefact {sha256} cannot be fetched: {interruption.Reason}");
            }

            ArtifactLog.Resuming(logger, sha256, file.Length);
            await pauses.BeginAsync(PauseReason.ArtifactUnavailable, $"the artefact {sha256[..12]} cannot be fetched yet", cancellationToken).ConfigureAwait(false);
            await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await pauses.EndAsync(PauseReason.ArtifactUnavailable, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends what one stream gives; null at its end, or what broke it. An error of the disk is no broken stream, and leaves as it is.</summary>
    private async Task<Interruption?> ReadAsync(string sha256, FileStream file, CancellationToken cancellationToken)
    {
        var before = file.Length;
        await using var chunks = source.ReadAsync(sha256, before, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await chunks.MoveNextAsync().ConfigureAwait(false)) return null;
            }
            catch (IOException exception)
            {
                return new Interruption(exception.Message, Moved: file.Length > before);
            }

            await file.WriteAsync(chunks.Current, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record Interruption(string Reason, bool Moved);
}

/// <summary>An artefact cannot be had; the message is one sentence for a person.</summary>
internal sealed class ArtifactException(FailureReason reason, string message) : Exception(message)
{
    /// <summary><see cref="FailureReason.ArtifactCorrupt"/> or <see cref="FailureReason.ArtifactUnavailable"/>.</summary>
    public FailureReason Reason { get; } = reason;
}

/// <summary>The log messages of fetching artefacts.</summary>
internal static partial class ArtifactLog
{
    [LoggerMessage(EventIds.ArtifactTampered, LogLevel.Warning, "Artefact {Sha256} came with {Bytes} bytes whose hash is {Found}.")]
    public static partial void Tampered(ILogger logger, string sha256, string found, long bytes);

    [LoggerMessage(EventIds.ArtifactResuming, LogLevel.Information, "The download of artefact {Sha256} broke after {Bytes} bytes; it goes on from there.")]
    public static partial void Resuming(ILogger logger, string sha256, long bytes);

    [LoggerMessage(EventIds.ArtifactDiskTakesNothing, LogLevel.Error, "The disk does not take artefact {Sha256} ({Reason}); the agent waits until it does.")]
    public static partial void DiskTakesNothing(ILogger logger, string sha256, string reason);

    [LoggerMessage(EventIds.ArtifactEvicted, LogLevel.Debug, "Artefact {Sha256} was dropped from the cache.")]
    public static partial void Evicted(ILogger logger, string sha256);
}
