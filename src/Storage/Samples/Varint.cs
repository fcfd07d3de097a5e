namespace LatBench.Storage.Samples;

/// <summary>Whole numbers in as few bytes as they need: base-128, the low bits first (LEB128), signed ones zig-zag.</summary>
internal static class Varint
{
    /// <summary>Most bytes of one number.</summary>
    public const int MaxBytes = 10;

    public static ulong ZigZag(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Writes a number and says how many bytes it took.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number and moves on behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes end in the middle of a number, or hold one beyond 64 bits.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> source)
    {
        var value = 0UL;
        for (var i = 0; i < source.Length && i < MaxBytes; i++)
        {
            var bits = source[i] & 0x7FUL;
            if (i == MaxBytes - 1 && bits > 1)
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
