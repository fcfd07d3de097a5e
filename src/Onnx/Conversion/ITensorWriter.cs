using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>Takes the data of the large tensors of a converted model, which lie in a file beside it.</summary>
public interface ITensorWriter
{
    /// <summary>Stores data outside of the model and makes the tensor point to it.</summary>
    /// <param name="tensor">A tensor of the converted model with name, type and dimensions, without data.</param>
    /// <param name="data">Its elements, little-endian and in row-major order.</param>
    void Write(TensorProto tensor, ReadOnlyMemory<byte> data);
}
