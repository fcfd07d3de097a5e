using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;

namespace LatBench.Exporter;

/// <summary>The constant tensors of a weights file, in one storage mode. They are built when a graph first names them, and shared by all graphs.</summary>
internal sealed class WeightTensors
{
    private readonly TensorProto?[] _tensors;

    private readonly Func<WeightTensor, TensorProto> _create;

    private WeightTensors(WeightLayout layout, Func<WeightTensor, TensorProto> create)
    {
        Layout = layout;
        _tensors = new TensorProto?[layout.Tensors.Count + layout.Views.Count];
        _create = create;
    }

    public WeightLayout Layout { get; }

    public TensorProto this[WeightTensor tensor] => _tensors[tensor.Index] ??= _create(tensor); // two threads may build the same one twice

    public static WeightTensors External(SharedWeights weights) => new(weights.Layout, tensor => Tensors.External(
        tensor.Name, ElementTypes.Of(tensor.Type), tensor.Shape, weights.FileName, tensor.Offset, tensor.Bytes));

    public static WeightTensors Embedded(SharedWeights weights) => new(weights.Layout, tensor => Tensors.Embedded(
        tensor.Name, ElementTypes.Of(tensor.Type), tensor.Shape, weights.Bytes.Slice((int)tensor.Offset, tensor.Bytes)));
}
