using Google.Protobuf;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>Reads the tensors of the model that is converted and stores those of the new one: large ones in the weights file, where the model had any there.</summary>
internal sealed class TensorStore(ITensorData data, ITensorWriter writer)
{
    /// <summary>Smaller tensors stay in the model, however their source was stored.</summary>
    private const int MinExternalBytes = 1024;

    public ReadOnlyMemory<byte> Read(TensorProto tensor) => data.Read(tensor);

    public float[] ReadSingle(TensorProto tensor) => TensorBytes.ToSingle((ElementType)tensor.DataType, data.Read(tensor).Span);

    /// <summary>Creates a tensor, stored as its source is.</summary>
    public TensorProto Create(string name, ElementType type, ReadOnlySpan<long> shape, byte[] bytes, TensorProto source)
    {
        if (!TensorBytes.IsExternal(source) || bytes.Length < MinExternalBytes)
            return Tensors.Embedded(name, type, shape, bytes);
        var tensor = new TensorProto { Name = name, DataType = (int)type, Dims = { shape.ToArray() } };
        writer.Write(tensor, bytes);
        return tensor;
    }

    /// <summary>Gets a tensor for the new model: the same one, its data written into the new weights file where it lay in the old one.</summary>
    public TensorProto Keep(TensorProto tensor)
    {
        if (!TensorBytes.IsExternal(tensor))
            return tensor;
        var bytes = data.Read(tensor);
        var kept = new TensorProto { Name = tensor.Name, DataType = tensor.DataType, Dims = { tensor.Dims }, DocString = tensor.DocString };
        if (bytes.Length < MinExternalBytes)
            kept.RawData = ByteString.CopyFrom(bytes.Span);
        else
            writer.Write(kept, bytes);
        return kept;
    }
}
