using System.Globalization;
using System.Text.Unicode;

namespace LatBench.SearchSpaces.NasBench101.Hashing;

/// <summary>
/// The published hash of a cell, equal for all cells that differ in the order of their vertices alone: MD5 over the sorted hashes of the vertices, each of which is made of its
/// degrees and operation and then, as often as there are vertices, of the sorted hashes of its neighbours.
/// </summary>
internal static class CellHash
{
    /// <summary>The number of hexadecimal digits.</summary>
    public const int Length = ParallelMd5.Digits;

    private const int InputLabel = -1;

    private const int OutputLabel = -2;

    /// <summary>Gets the hash in lower-case hexadecimal digits.</summary>
    public static string Of(Cell cell)
    {
        Span<byte> texts = stackalloc byte[ParallelMd5.Lanes * ParallelMd5.LaneBytes];
        Span<byte> hashes = stackalloc byte[cell.Vertices * Length];
        Span<int> lengths = stackalloc int[cell.Vertices];
        for (var vertex = 0; vertex < cell.Vertices; vertex++)
            lengths[vertex] = Seed(cell, vertex, Lane(texts, vertex));
        ParallelMd5.Hash(texts, lengths, hashes);
        for (var round = 0; round < cell.Vertices; round++)
        {
            for (var vertex = 0; vertex < cell.Vertices; vertex++)
                lengths[vertex] = Neighborhood(cell, vertex, hashes, Lane(texts, vertex));
            ParallelMd5.Hash(texts, lengths, hashes);
        }

        lengths[0] = Whole(hashes, texts);
        ParallelMd5.Hash(texts, lengths[..1], hashes);
        return System.Text.Encoding.ASCII.GetString(hashes[..Length]);
    }

    private static Span<byte> Lane(Span<byte> texts, int vertex) => texts.Slice(vertex * ParallelMd5.LaneBytes, ParallelMd5.LaneBytes);

    /// <summary>Writes <c>(out-degree, in-degree, label)</c> as Python prints it.</summary>
    private static int Seed(Cell cell, int vertex, Span<byte> text)
    {
        var (incoming, outgoing) = (0, 0);
        for (var other = 0; other < cell.Vertices; other++)
        {
            incoming += other < vertex && cell.HasEdge(other, vertex) ? 1 : 0;
            outgoing += other > vertex && cell.HasEdge(vertex, other) ? 1 : 0;
        }

        var label = vertex == 0 ? InputLabel : vertex == cell.Output ? OutputLabel : (int)cell[vertex];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"({outgoing}, {incoming}, {label})", out var length);
        return length;
    }

    /// <summary>Writes the sorted hashes of the predecessors, those of the successors and the own one, with bars between.</summary>
    private static int Neighborhood(Cell cell, int vertex, ReadOnlySpan<byte> hashes, Span<byte> text)
    {
        var length = 0;
        for (var other = 0; other < vertex; other++)
        {
            if (cell.HasEdge(other, vertex))
                length = Insert(text, 0, length, hashes.Slice(other * Length, Length));
        }

        text[length++] = (byte)'|';
        var first = length;
        for (var other = vertex + 1; other < cell.Vertices; other++)
        {
            if (cell.HasEdge(vertex, other))
                length = Insert(text, first, length, hashes.Slice(other * Length, Length));
        }

        text[length++] = (byte)'|';
        hashes.Slice(vertex * Length, Length).CopyTo(text[length..]);
        return length + Length;
    }

    /// <summary>Writes the sorted hashes of all vertices as Python prints a list of texts.</summary>
    private static int Whole(ReadOnlySpan<byte> hashes, Span<byte> text)
    {
        Span<byte> sorted = stackalloc byte[Cell.MaxVertices * Length];
        var end = 0;
        for (var start = 0; start < hashes.Length; start += Length)
            end = Insert(sorted, 0, end, hashes.Slice(start, Length));
        var length = 0;
        for (var start = 0; start < end; start += Length)
        {
            (start == 0 ? "['"u8 : "', '"u8).CopyTo(text[length..]);
            length += start == 0 ? 2 : 4;
            sorted.Slice(start, Length).CopyTo(text[length..]);
            length += Length;
        }

        "']"u8.CopyTo(text[length..]);
        return length + 2;
    }

    /// <summary>Inserts a hash where it belongs among sorted ones.</summary>
    /// <returns>The new end.</returns>
    private static int Insert(Span<byte> text, int first, int end, ReadOnlySpan<byte> hash)
    {
        var place = end;
        for (; place > first && hash.SequenceCompareTo(text.Slice(place - Length, Length)) < 0; place -= Length)
            text.Slice(place - Length, Length).CopyTo(text[place..]);
        hash.CopyTo(text[place..]);
        return end + Length;
    }
}
