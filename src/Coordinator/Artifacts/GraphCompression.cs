using System.IO.Compression;

namespace LatBench.Coordinator.Artifacts;

/// <summary>The compression of stored graphs: Brotli, at its fastest.</summary>
internal static class GraphCompression
{
    /// <summary>Compresses a graph.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> graph)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(graph);
        return compressed.ToArray();
    }

    /// <summary>Gives back a compressed graph; null where the bytes are none.</summary>
    public static byte[]? Decompress(byte[] compressed)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(compressed, writable: false), CompressionMode.Decompress);
            using var graph = new MemoryStream();
            brotli.CopyTo(graph);
            return graph.ToArray();
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }
}
