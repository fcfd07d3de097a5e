using System.IO.Compression;

namespace LatBench.Coordinator.Artifacts;

/// <summary>The compression of stored graphs: Brotli, at its fastest.</summary>
internal static class GraphCompression
{
    /// <summary>Appends a compressed graph to a stream.</summary>
    public static void Write(ReadOnlySpan<byte> graph, Stream to)
    {
        using var brotli = new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true);
        brotli.Write(graph);
    }

    /// <summary>Reads a compressed graph; null where the bytes are none.</summary>
    public static byte[]? Read(byte[] compressed)
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
