using System.Security.Cryptography;
using LatBench.DeviceAgent.Coordination;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>Fetches one artefact into a file: resumed where a stream breaks, checked by its hash, fetched once more where that is wrong.</summary>
internal sealed class ArtifactDownload(IArtifactSource source, Backoff backoff, ILogger logger)
{
    /// <summary>Broken streams in a row, without a byte in between, after which an artefact counts as unavailable.</summary>
    public const int MostBrokenStreams = 6;

    private const int Fetches = 2;

    /// <exception cref="ArtifactException">The artefact is missing, out of reach, or twice not what was promised.</exception>
    public async Task FetchAsync(string sha256, string path, CancellationToken cancellationToken)
    {
        for (var fetch = 1; fetch <= Fetches; fetch++)
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
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
        while (true)
        {
            var before = file.Length;
            try
            {
                await foreach (var chunk in source.ReadAsync(sha256, file.Length, cancellationToken).ConfigureAwait(false))
                    await file.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (IOException exception)
            {
                if (file.Length > before) (broken, _) = (0, backoff.Reset());
                if (++broken >= MostBrokenStreams)
                    throw new ArtifactException(FailureReason.ArtifactUnavailable, $"The artefact {sha256} cannot be fetched: {exception.Message}");
                ArtifactLog.Resuming(logger, sha256, file.Length);
                await backoff.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
