using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Exporter.Weights;

/// <summary>The constant tensors of all networks of a precision, in one storage mode. They are built once and shared by all graphs.</summary>
internal sealed class WeightTensors
{
    private readonly TensorProto[] _tensors;

    private WeightTensors(WeightPlan plan, Func<WeightSlice, TensorProto> create)
    {
        Plan = plan;
        _tensors = [.. plan.Slices.Select(create)];
    }

    public WeightPlan Plan { get; }

    public TensorProto this[WeightSlice slice] => _tensors[slice.Index];

    public static WeightTensors External(SharedWeights weights) =>
        new(WeightPlan.For(weights.Precision), slice => Tensors.External(
            slice.Name, slice.Type, slice.Shape, weights.FileName, slice.Offset, slice.Bytes));

    public static WeightTensors Embedded(SharedWeights weights) =>
        new(WeightPlan.For(weights.Precision), slice => Tensors.Embedded(
            slice.Name, slice.Type, slice.Shape, weights.Bytes.Slice((int)slice.Offset, slice.Bytes)));
}
