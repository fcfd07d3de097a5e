using System.Security.Cryptography;
using LatBench.ModelFiles.Reading;

namespace LatBench.ModelFiles.Splitting;

/// <summary>Writes tensors into one file, each at a multiple of 64 bytes.</summary>
/// <param name="name">The model's name in messages.</param>
/// <param name="path">The file.</param>
internal sealed class WeightsWriter(string name, string path) : IDisposable
{
    private const int Alignment = 64;

    private static readonly byte[] Padding = new byte[Alignment];

    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<FileSlice, long> _written = [];

    /// <summary>Gets the number of bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Writes a tensor that is left in files; what two tensors share is written once.</summary>
    /// <returns>Its first byte.</returns>
    public long Write(TensorSlices slices)
    {
        var single = slices.Parts.Count == 1;
        if (single && _written.TryGetValue(slices.Parts[0], out var known))
            return known;
        var offset = Align();
        SliceReader.Copy(name, slices, Append);
        if (single)
            _written[slices.Parts[0]] = offset;
        return offset;
    }

    /// <summary>Writes a tensor.</summary>
    /// <returns>Its first byte.</returns>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        var offset = Align();
        Append(bytes);
        return offset;
    }

    /// <summary>Gets the SHA-256 of what was written, once, in lower-case hexadecimal digits.</summary>
    public string Finish()
    {
        _file.Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        _file.Dispose();
    }

    private long Align()
    {
        Append(Padding.AsSpan(0, (int)((Alignment - (Length % Alignment)) % Alignment)));
        return Length;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }
}
