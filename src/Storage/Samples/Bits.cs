namespace LatBench.Storage.Samples;

/// <summary>Writes bits one after the other, the highest first, into bytes that are zero and enough.</summary>
internal ref struct BitWriter(Span<byte> bytes, int start)
{
    private readonly Span<byte> _bytes = bytes;
    private long _position = 8L * start;

    /// <summary>The lowest <paramref name="count"/> bits of a number, 0 to 64.</summary>
    public void Write(ulong value, int count)
    {
        while (count > 0)
        {
            var room = 8 - (int)(_position % 8);
            var taken = Math.Min(room, count);
            var bits = (value >> (count - taken)) & ((1UL << taken) - 1);
            _bytes[(int)(_position / 8)] |= (byte)(bits << (room - taken));
            _position += taken;
            count -= taken;
        }
    }
}

/// <summary>Reads what <see cref="BitWriter"/> wrote.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _position;

    /// <summary>A number of <paramref name="count"/> bits, 0 to 64.</summary>
    /// <exception cref="InvalidDataException">There are not as many.</exception>
    public ulong Read(int count)
    {
        if (_position + count > 8L * _bytes.Length)
            throw new InvalidDataException("Stored samples end in the middle of a number.");
        var value = 0UL;
        while (count > 0)
        {
            var room = 8 - (int)(_position % 8);
            var taken = Math.Min(room, count);
            var bits = (uint)(_bytes[(int)(_position / 8)] >> (room - taken)) & ((1u << taken) - 1);
            value = (value << taken) | bits;
            _position += taken;
            count -= taken;
        }

        return value;
    }

    /// <summary>Returns the number of bytes that were read, the last one to its end.</summary>
    /// <exception cref="InvalidDataException">The bits that fill the last byte up are not zero.</exception>
    public int End()
    {
        var rest = (int)((8 - (_position % 8)) % 8);
        return Read(rest) == 0 ? (int)(_position / 8) : throw new InvalidDataException("Stored samples have something behind the last of them.");
    }
}
