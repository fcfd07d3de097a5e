using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Exporter.Weights;

/// <summary>The constant tensors of all networks, in one storage mode. They are built once and shared by all graphs.</summary>
internal sealed class WeightTensors
{
    private readonly TensorProto[] _tensors;

    private WeightTensors(Func<WeightSlice, TensorProto> create) =>
        _tensors = [.. WeightPlan.Instance.Slices.Select(create)];

    public TensorProto this[WeightSlice slice] => _tensors[slice.Index];

    public static WeightTensors External(string file) =>
        new(slice => Tensors.External(slice.Name, ElementType.Float32, slice.Shape, file, slice.Offset, slice.Bytes));

    public static WeightTensors Embedded(ReadOnlyMemory<byte> weights) =>
        new(slice => Tensors.Embedded(
            slice.Name, ElementType.Float32, slice.Shape, weights.Slice((int)slice.Offset, slice.Bytes)));
}
