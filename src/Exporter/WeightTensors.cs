using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;

namespace LatBench.Exporter;

/// <summary>The constant tensors of all networks of a space and precision, in one storage mode. They are built once and shared by all graphs.</summary>
internal sealed class WeightTensors
{
    private readonly TensorProto[] _tensors;

    private WeightTensors(WeightLayout layout, Func<WeightTensor, TensorProto> create)
    {
        Layout = layout;
        _tensors = [.. layout.Tensors.Select(create)];
    }

    public WeightLayout Layout { get; }

    public TensorProto this[WeightTensor tensor] => _tensors[tensor.Index];

    public static WeightTensors External(SharedWeights weights) => new(weights.Layout, tensor => Tensors.External(
        tensor.Name, ElementTypes.Of(tensor.Type), tensor.Shape, weights.FileName, tensor.Offset, tensor.Bytes));

    public static WeightTensors Embedded(SharedWeights weights) => new(weights.Layout, tensor => Tensors.Embedded(
        tensor.Name, ElementTypes.Of(tensor.Type), tensor.Shape, weights.Bytes.Slice((int)tensor.Offset, tensor.Bytes)));
}
