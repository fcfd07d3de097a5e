using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The data of the tensors of a model, those included that lie in a file beside it.</summary>
public interface ITensorData
{
    /// <summary>Gets the elements of a tensor, little-endian and in row-major order.</summary>
    /// <param name="tensor">A tensor of the model; its elements have a fixed size (no texts).</param>
    /// <exception cref="InvalidDataException">There are fewer or more bytes than its dimensions say.</exception>
    ReadOnlyMemory<byte> Read(TensorProto tensor);
}
