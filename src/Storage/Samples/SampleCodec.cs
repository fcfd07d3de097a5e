namespace LatBench.Storage.Samples;

/// <summary>
/// Durations as they are stored: a format version byte, the count, the least value, then by how much each lies above it, as Rice codes
/// (R. Rice and J. Plaunt, 1971), whose parameter fits the block. Exact for any values; about 2 bytes a sample for inferences of a millisecond.
/// </summary>
internal static class SampleCodec
{
    /// <summary>The first byte of what <see cref="Encode"/> writes.</summary>
    public const byte FormatVersion = 2;

    /// <summary>The format before: zig-zag differences as varints. It is still read.</summary>
    private const byte Differences = 1;

    public static byte[] Encode(IReadOnlyList<long> values)
    {
        var header = new byte[2 + (2 * Varint.MaxBytes)];
        header[0] = FormatVersion;
        var length = 1 + Varint.Write(header.AsSpan(1), (ulong)values.Count);
        if (values.Count == 0)
            return header[..length];
        var (least, offsets) = Above(values);
        length += Varint.Write(header.AsSpan(length), Varint.ZigZag(least));
        header[length++] = (byte)RiceCode.ParameterOf(offsets);
        return RiceCode.Append(header.AsSpan(0, length), offsets, header[length - 1]);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, also in an earlier build.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Encode"/> writes. No more is allocated than eight values for each byte given.</exception>
    public static long[] Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] is not (FormatVersion or Differences))
            throw new InvalidDataException($"Stored samples have format version {(bytes.IsEmpty ? "none" : bytes[0])}; this build reads {Differences} and {FormatVersion}.");
        var rest = bytes[1..];
        var count = Varint.Read(ref rest);
        if (count > (ulong)rest.Length * (bytes[0] == FormatVersion ? 8UL : 1UL))
            throw new InvalidDataException($"Stored samples claim {count} values in {rest.Length} bytes.");
        var values = new long[count];
        if (bytes[0] == Differences)
            ReadDifferences(ref rest, values);
        else if (count > 0)
            ReadOffsets(ref rest, values);
        return rest.IsEmpty ? values : throw new InvalidDataException($"Stored samples have {rest.Length} bytes too many.");
    }

    private static (long Least, ulong[] Offsets) Above(IReadOnlyList<long> values)
    {
        var least = values[0];
        for (var i = 1; i < values.Count; i++)
            least = Math.Min(least, values[i]);
        var offsets = new ulong[values.Count];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = unchecked((ulong)values[i] - (ulong)least);
        return (least, offsets);
    }

    private static void ReadDifferences(ref ReadOnlySpan<byte> rest, long[] values)
    {
        var previous = 0L;
        for (var i = 0; i < values.Length; i++)
            values[i] = previous = unchecked(previous + Varint.UnZigZag(Varint.Read(ref rest)));
    }

    private static void ReadOffsets(ref ReadOnlySpan<byte> rest, long[] values)
    {
        var least = (ulong)Varint.UnZigZag(Varint.Read(ref rest));
        if (rest.IsEmpty || rest[0] > RiceCode.MaxParameter)
            throw new InvalidDataException("Stored samples have no parameter, or one beyond what is written.");
        var parameter = rest[0];
        rest = rest[1..];
        var reader = new BitReader(rest);
        for (var i = 0; i < values.Length; i++)
            values[i] = unchecked((long)(least + RiceCode.Read(ref reader, parameter)));
        rest = rest[reader.End()..];
    }
}
