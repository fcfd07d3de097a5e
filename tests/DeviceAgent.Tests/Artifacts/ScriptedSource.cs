using System.Runtime.CompilerServices;
using LatBench.DeviceAgent.Artifacts;

namespace LatBench.DeviceAgent.Tests.Artifacts;

/// <summary>Gives chunks of one file, as a test scripts each stream.</summary>
/// <param name="content">The file.</param>
/// <param name="breakAfter">Bytes after which the n-th stream (from 1) breaks; null where it does not.</param>
/// <param name="tamper">The bytes that the n-th stream (from 1) reads from; null for the file.</param>
internal sealed class ScriptedSource(byte[] content, Func<int, int?>? breakAfter = null, Func<int, byte[]>? tamper = null) : IArtifactSource
{
    private const int ChunkBytes = 7;

    public List<long> Offsets { get; } = [];

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string sha256, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        Offsets.Add(offset);
        var source = tamper?.Invoke(Offsets.Count) ?? content;
        var left = breakAfter?.Invoke(Offsets.Count) ?? int.MaxValue;
        for (var position = (int)offset; position < source.Length; position += ChunkBytes)
        {
            if (left <= 0) throw new IOException("the line broke.");
            yield return source.AsMemory(position, Math.Min(ChunkBytes, source.Length - position));
            left -= ChunkBytes;
        }

        if (left <= 0) throw new IOException("the line broke.");
    }
}
