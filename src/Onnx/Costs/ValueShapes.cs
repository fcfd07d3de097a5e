using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Costs;

/// <summary>The shapes of the values of a graph: given ones, and those of its constants.</summary>
internal sealed class ValueShapes
{
    private readonly Dictionary<string, long[]> _constants = [];

    private readonly IReadOnlyDictionary<string, long[]> _given;

    public ValueShapes(GraphProto graph, IReadOnlyDictionary<string, long[]> given)
    {
        _given = given;
        foreach (var tensor in graph.Initializer)
            _constants[tensor.Name] = [.. tensor.Dims];
        foreach (var node in graph.Node)
        {
            if (node.Output.Count == 0)
                continue;
            if (node.OpType == "Constant" && node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } tensor)
                _constants[node.Output[0]] = [.. tensor.Dims];
            else if (node.OpType is "DequantizeLinear" or "Identity" or "Cast" && node.Input.Count > 0 && _constants.TryGetValue(node.Input[0], out var shape))
                _constants[node.Output[0]] = shape;
        }
    }

    /// <summary>Gets a shape; null where it is not known.</summary>
    private long[]? this[string name] => name.Length == 0 ? null : _constants.GetValueOrDefault(name) ?? _given.GetValueOrDefault(name);

    public long[]? Input(NodeProto node, int index) => index < node.Input.Count ? this[node.Input[index]] : null;

    public long[]? Output(NodeProto node, int index = 0) => index < node.Output.Count ? this[node.Output[index]] : null;
}
