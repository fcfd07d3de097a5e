using System.Globalization;
using Google.Protobuf;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx;

/// <summary>Constant tensors: their bytes inside the model, or a slice of a file beside it.</summary>
public static class Tensors
{
    /// <summary>A tensor whose bytes are part of the model.</summary>
    /// <param name="name">Unique in the graph.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions; empty for a scalar.</param>
    /// <param name="data">Little-endian elements in row-major order. Not copied: leave them unchanged while the model is in use.</param>
    public static TensorProto Embedded(string name, ElementType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data)
    {
        var tensor = Create(name, type, shape);
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(data);
        return tensor;
    }

    /// <summary>A tensor whose bytes are a slice of a file in the model's folder (ONNX external data).</summary>
    /// <param name="name">Unique in the graph.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions; empty for a scalar.</param>
    /// <param name="file">The file's name, relative to the model's folder.</param>
    /// <param name="offset">First byte of the slice.</param>
    /// <param name="length">Bytes in the slice.</param>
    public static TensorProto External(
        string name, ElementType type, ReadOnlySpan<long> shape, string file, long offset, long length)
    {
        var tensor = Create(name, type, shape);
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        tensor.ExternalData.Add(Entry("offset", offset));
        tensor.ExternalData.Add(Entry("length", length));
        return tensor;
    }

    private static TensorProto Create(string name, ElementType type, ReadOnlySpan<long> shape) =>
        new() { Name = name, DataType = (int)type, Dims = { shape.ToArray() } };

    private static StringStringEntryProto Entry(string key, long value) =>
        new() { Key = key, Value = value.ToString(CultureInfo.InvariantCulture) };
}
