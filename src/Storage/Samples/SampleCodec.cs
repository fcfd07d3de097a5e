namespace LatBench.Storage.Samples;

/// <summary>
/// Durations as they are stored: a format version byte, the count, then the zig-zag difference of each value to the one
/// before it, all as base-128 varints (LEB128). Exact for any values; 3 to 4 bytes a sample for inferences of a millisecond.
/// </summary>
internal static class SampleCodec
{
    /// <summary>The first byte of what <see cref="Encode"/> writes.</summary>
    public const byte FormatVersion = 1;

    private const int MaxVarintBytes = 10;

    public static byte[] Encode(IReadOnlyList<long> values)
    {
        var buffer = new byte[1 + (MaxVarintBytes * (values.Count + 1))];
        buffer[0] = FormatVersion;
        var length = 1 + WriteVarint(buffer.AsSpan(1), (ulong)values.Count);
        var previous = 0L;
        foreach (var value in values)
        {
            length += WriteVarint(buffer.AsSpan(length), ZigZag(unchecked(value - previous)));
            previous = value;
        }

        return buffer[..length];
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Encode"/> writes. No more is allocated than eight bytes for each byte given.</exception>
    public static long[] Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != FormatVersion)
            throw new InvalidDataException($"Stored samples have format version {(bytes.IsEmpty ? "none" : bytes[0])}; this build reads {FormatVersion}.");
        var rest = bytes[1..];
        var count = ReadVarint(ref rest);
        if (count > (ulong)rest.Length)
            throw new InvalidDataException($"Stored samples claim {count} values in {rest.Length} bytes.");
        var values = new long[count];
        var previous = 0L;
        for (var i = 0; i < values.Length; i++)
            values[i] = previous = unchecked(previous + UnZigZag(ReadVarint(ref rest)));
        return rest.IsEmpty ? values : throw new InvalidDataException($"Stored samples have {rest.Length} bytes too many.");
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static int WriteVarint(Span<byte> target, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> source)
    {
        var value = 0UL;
        for (var i = 0; i < source.Length && i < MaxVarintBytes; i++)
        {
            var bits = source[i] & 0x7FUL;
            if (i == MaxVarintBytes - 1 && bits > 1)
                break;
            value |= bits << (7 * i);
            if (source[i] >= 0x80)
                continue;
            source = source[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("Stored samples end in the middle of a number or hold one beyond 64 bits.");
    }
}
