using System.Runtime.InteropServices;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Prediction.Serving;

/// <summary>Constants of an exported predictor.</summary>
internal static class ModelTensors
{
    public static TensorProto Of(string name, ReadOnlySpan<double> values, params ReadOnlySpan<long> shape) =>
        Tensors.Embedded(name, ElementType.Float64, shape, MemoryMarshal.AsBytes(values).ToArray());

    public static TensorProto Of(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Tensors.Embedded(name, ElementType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    public static TensorProto Of(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        Tensors.Embedded(name, ElementType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());
}
