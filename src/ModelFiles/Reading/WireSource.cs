using System.Security.Cryptography;

namespace LatBench.ModelFiles.Reading;

/// <summary>Reads a file once from its start to its end, as protobuf writes it, and hashes all of it.</summary>
/// <param name="file">The file at its start.</param>
internal sealed class WireSource(Stream file) : IDisposable
{
    private const int MaxBufferBytes = 1 << 20;

    private readonly byte[] _buffer = new byte[Math.Clamp(file.Length, 1, MaxBufferBytes)];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _next;
    private int _filled;
    private long _before;

    /// <summary>Gets the number of bytes read so far.</summary>
    public long Position => _before + _next;

    /// <summary>Reads a number of up to 64 bits.</summary>
    /// <exception cref="EndOfStreamException">The file ends in it.</exception>
    /// <exception cref="FormatException">It has more than ten bytes.</exception>
    public ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= shift < 64 ? (ulong)(next & 0x7f) << shift : 0;
            if (next < 0x80)
                return value;
        }

        throw new FormatException("A number has more than ten bytes.");
    }

    /// <summary>Reads bytes into another buffer.</summary>
    /// <exception cref="EndOfStreamException">The file ends in them.</exception>
    public void Read(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var part = Next(target.Length);
            part.CopyTo(target);
            target = target[part.Length..];
        }
    }

    /// <summary>Reads bytes that are not wanted, for the sake of the hash.</summary>
    /// <exception cref="EndOfStreamException">The file ends in them.</exception>
    public void Skip(long count)
    {
        while (count > 0)
            count -= Next((int)Math.Min(count, MaxBufferBytes)).Length;
    }

    /// <summary>Gets the SHA-256 of the file, which was read to its end, in lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private byte ReadByte() => Next(1)[0];

    private ReadOnlySpan<byte> Next(int max)
    {
        if (_next == _filled)
            Fill();
        var part = _buffer.AsSpan(_next, Math.Min(max, _filled - _next));
        _next += part.Length;
        return part;
    }

    private void Fill()
    {
        _before += _filled;
        _next = 0;
        _filled = file.Read(_buffer);
        if (_filled == 0)
            throw new EndOfStreamException();
        _hash.AppendData(_buffer.AsSpan(0, _filled));
    }
}
