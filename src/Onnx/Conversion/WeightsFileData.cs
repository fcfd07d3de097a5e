using LatBench.Onnx.Protos;
using Microsoft.Win32.SafeHandles;

namespace LatBench.Onnx.Conversion;

/// <summary>Reads tensors whose data is part of the model, or a slice of the one weights file beside it.</summary>
/// <param name="path">The weights file; null where all data is part of the model. The name in the model is not looked at.</param>
public sealed class WeightsFileData(string? path = null) : ITensorData, IDisposable
{
    private readonly SafeFileHandle? _file = path is null ? null : File.OpenHandle(path);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(TensorProto tensor)
    {
        if (!TensorBytes.IsExternal(tensor))
            return TensorBytes.Embedded(tensor);
        var (name, offset, length) = TensorBytes.Slice(tensor);
        TensorBytes.Require(tensor, length);
        if (_file is null)
            throw new InvalidDataException($"Tensor '{tensor.Name}' has its data in the file '{name}', which is not given.");
        if (offset > RandomAccess.GetLength(_file) - length)
            throw new InvalidDataException($"Tensor '{tensor.Name}' has its data past the end of the file '{name}'.");
        var bytes = new byte[length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes.AsSpan(done), offset + done);
            done += read > 0 ? read : throw new InvalidDataException($"The file '{name}' ended while tensor '{tensor.Name}' was read.");
        }

        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
