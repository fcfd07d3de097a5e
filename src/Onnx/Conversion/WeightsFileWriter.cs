using System.Security.Cryptography;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>Writes tensors one behind another into one weights file, each at a multiple of 64 bytes.</summary>
/// <param name="stream">The file; it stays open.</param>
public sealed class WeightsFileWriter(Stream stream) : ITensorWriter, IDisposable
{
    private const int Alignment = 64;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private readonly List<(TensorProto Tensor, long Offset, long Length)> _written = [];

    private long _end;

    /// <inheritdoc/>
    public void Write(TensorProto tensor, ReadOnlyMemory<byte> data)
    {
        Append(new byte[(Alignment - _end % Alignment) % Alignment]);
        _written.Add((tensor, _end, data.Length));
        Append(data.Span);
    }

    /// <summary>Gives the tensors the name of the file, which holds the first 16 digits of its SHA-256.</summary>
    /// <returns>The name and the SHA-256 in lower-case hexadecimal digits; null where nothing was written.</returns>
    public (string FileName, string Sha256)? Complete()
    {
        if (_written.Count == 0)
            return null;
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        var name = $"onnx-{sha256[..16]}.weights";
        foreach (var (tensor, offset, length) in _written)
            tensor.MergeFrom(Tensors.External("", ElementType.Undefined, [], name, offset, length));
        return (name, sha256);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _hash.AppendData(bytes);
        _end += bytes.Length;
    }
}
