using System.Runtime.InteropServices;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The constant tensors of a graph: initialisers, constant nodes, and copies of them.</summary>
internal sealed class Constants
{
    private readonly Dictionary<string, TensorProto> _tensors = [];

    public Constants(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
            _tensors[tensor.Name] = tensor;
        foreach (var node in graph.Node.Where(Graphs.IsStandard))
        {
            if (node.OpType == "Constant" && OfNode(node) is { } tensor)
                _tensors[node.Output[0]] = tensor;
            else if (node.OpType == "Identity" && node.Input.Count > 0 && this[node.Input[0]] is { } copied)
                _tensors[node.Output[0]] = copied;
        }
    }

    /// <summary>Gets the names of all of them.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Gets a constant; null where the value is none.</summary>
    public TensorProto? this[string name] => _tensors.GetValueOrDefault(name);

    public bool IsSingle(string name) => this[name]?.DataType == (int)ElementType.Float32;

    private static TensorProto? OfNode(NodeProto node) => node.Attribute.Count == 0 ? null : node.Attribute[0] switch
    {
        { Name: "value" } attribute => attribute.T,
        { Name: "value_float" } attribute => Tensors.Embedded("", ElementType.Float32, [], MemoryMarshal.AsBytes<float>(new[] { attribute.F }).ToArray()),
        { Name: "value_floats" } attribute =>
            Tensors.Embedded("", ElementType.Float32, [attribute.Floats.Count], MemoryMarshal.AsBytes<float>([.. attribute.Floats]).ToArray()),
        _ => null,
    };
}
