namespace LatBench.ModelFiles.Reading;

/// <summary>Collects bytes up to a limit.</summary>
/// <param name="limit">The largest number of bytes, less than 1 GiB.</param>
internal sealed class ByteWriter(long limit)
{
    private byte[] _bytes = new byte[4096];
    private int _count;

    /// <summary>Gets what was written; it changes with the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Gets room for so many bytes; null where the limit is reached.</summary>
    public Memory<byte>? Allocate(long length)
    {
        if (length > limit - _count)
            return null;
        var end = _count + (int)length;
        if (end > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(end, _bytes.Length * 2L), Math.Max(limit, end)));
        var room = _bytes.AsMemory(_count, (int)length);
        _count = end;
        return room;
    }

    /// <summary>Gets the place of so many bytes that are set later; null where the limit is reached.</summary>
    public int? Reserve(int length) => Allocate(length) is null ? null : _count - length;

    /// <summary>Writes a number as protobuf does.</summary>
    /// <returns>False where the limit is reached.</returns>
    public bool WriteVarint(ulong value)
    {
        do
        {
            if (Allocate(1) is not { } room)
                return false;
            room.Span[0] = (byte)(value < 0x80 ? value : value | 0x80);
            value >>= 7;
        }
        while (value != 0);
        return true;
    }

    /// <summary>Writes the number of bytes behind a reserved place into it, padded to its size.</summary>
    public void SetLength(int at, int size)
    {
        var length = (uint)(_count - at - size);
        for (var i = 0; i < size; i++, length >>= 7)
            _bytes[at + i] = (byte)((length & 0x7f) | (i < size - 1 ? 0x80u : 0));
    }
}
