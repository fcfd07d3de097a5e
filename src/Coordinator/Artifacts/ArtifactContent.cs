using System.Runtime.CompilerServices;
using LatBench.Storage;
using LatBench.Storage.Artifacts;

namespace LatBench.Coordinator.Artifacts;

/// <summary>The bytes of an artefact: in memory, or read from their place as they are asked for.</summary>
internal abstract class ArtifactContent
{
    /// <summary>Gets the number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Makes the content of bytes in memory.</summary>
    public static ArtifactContent Of(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    /// <summary>Makes the content of a stored artefact; null where there is none.</summary>
    public static async Task<ArtifactContent?> FindAsync(IArtifactStore artifacts, string sha256, CancellationToken cancellationToken) =>
        await artifacts.FindSizeAsync(sha256, cancellationToken) is { } length ? new Stored(artifacts, sha256, length) : null;

    /// <summary>Reads it from a position on, in parts of at most <paramref name="partBytes"/>.</summary>
    public abstract IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Part)> ReadAsync(long offset, int partBytes, CancellationToken cancellationToken);

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : ArtifactContent
    {
        public override long Length => bytes.Length;

        public override async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Part)> ReadAsync(long offset, int partBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (var at = (int)offset; at < bytes.Length; at += partBytes)
                yield return (at, bytes.Slice(at, Math.Min(partBytes, bytes.Length - at)));
        }
    }

    private sealed class Stored(IArtifactStore artifacts, string sha256, long length) : ArtifactContent
    {
        // A request to a bucket has its price, whatever it asks for.
        private const int BlockBytes = 8 << 20;

        public override long Length => length;

        public override async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Part)> ReadAsync(long offset, int partBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var block = offset; block < length; block += BlockBytes)
            {
                var bytes = await artifacts.ReadAsync(sha256, block, (int)Math.Min(BlockBytes, length - block), cancellationToken)
                    ?? throw new StorageException($"The artefact {sha256} ended early: try again.", isTransient: true);
                for (var at = 0; at < bytes.Length; at += partBytes)
                    yield return (block + at, bytes.AsMemory(at, Math.Min(partBytes, bytes.Length - at)));
            }
        }
    }
}
