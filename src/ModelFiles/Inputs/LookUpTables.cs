using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Inputs;

/// <summary>A constant in which an input looks up rows.</summary>
/// <param name="Name">The constant.</param>
/// <param name="Rows">The number of its rows, 1 or more.</param>
internal sealed record LookUpTable(string Name, long Rows);

/// <summary>Finds the constant tables that integer inputs are indices of.</summary>
internal sealed class LookUpTables
{
    /// <summary>Operators that hand on the values of their first input.</summary>
    private static readonly HashSet<string> PassThrough =
        ["Cast", "Identity", "Unsqueeze", "Squeeze", "Reshape", "Flatten", "Transpose", "Expand", "Slice", "Tile", "Split"];

    private readonly Dictionary<string, List<(NodeProto Node, int Place)>> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);

    public LookUpTables(GraphProto graph)
    {
        foreach (var inner in graph.WithSubgraphs())
        {
            foreach (var tensor in inner.Initializer)
                _constants.TryAdd(tensor.Name, tensor);
            foreach (var node in inner.Node)
                Add(node);
        }
    }

    /// <summary>The table with the fewest rows among those that an input is an index of.</summary>
    /// <returns>The table; null where there is none.</returns>
    public LookUpTable? SmallestFor(string input)
    {
        LookUpTable? smallest = null;
        var seen = new HashSet<string>(StringComparer.Ordinal) { input };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var name))
        {
            foreach (var (node, place) in _consumers.GetValueOrDefault(name) ?? [])
            {
                if (TableOf(node, place) is { } table && (smallest is null || table.Rows < smallest.Rows))
                    smallest = table;
                if (!HandsOn(node, place))
                    continue;
                foreach (var output in node.Output.Where(seen.Add))
                    waiting.Enqueue(output);
            }
        }

        return smallest;
    }

    private static bool HandsOn(NodeProto node, int place) => GraphMessages.IsOnnx(node.Domain) && (node.OpType == "Concat" || (place == 0 && PassThrough.Contains(node.OpType)));

    private void Add(NodeProto node)
    {
        for (var place = 0; place < node.Input.Count; place++)
        {
            if (node.Input[place].Length == 0)
                continue;
            if (!_consumers.TryGetValue(node.Input[place], out var places))
                _consumers[node.Input[place]] = places = [];
            places.Add((node, place));
        }

        foreach (var output in node.Output)
            _producers.TryAdd(output, node);
    }

    private LookUpTable? TableOf(NodeProto node, int place) => (node.OpType, place) switch
    {
        ("Gather", 1) => Rows(node, 0, Axis(node, "axis")),
        ("GatherBlockQuantized", 1) => Rows(node, 0, Axis(node, "gather_axis")),
        ("EmbedLayerNormalization", 0) => Rows(node, 2, 0),
        ("EmbedLayerNormalization", 1) => Rows(node, 4, 0),
        ("EmbedLayerNormalization", 7) or ("EmbedLayerNormalization", 8) => Rows(node, 3, 0),
        _ => null,
    };

    private LookUpTable? Rows(NodeProto node, int place, long axis)
    {
        if (place >= node.Input.Count || Constant(node.Input[place], depth: 0) is not var (name, tensor))
            return null;
        var at = axis < 0 ? axis + tensor.Dims.Count : axis;
        return at >= 0 && at < tensor.Dims.Count && tensor.Dims[(int)at] > 0 ? new LookUpTable(name, tensor.Dims[(int)at]) : null;
    }

    /// <summary>The constant behind a value, through operators that keep its shape.</summary>
    private (string Name, TensorProto Tensor)? Constant(string value, int depth)
    {
        if (_constants.TryGetValue(value, out var tensor))
            return (value, tensor);
        if (depth > 8 || !_producers.TryGetValue(value, out var node))
            return null;
        if (node.OpType == "Constant")
            return node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } constant ? (value, constant) : null;
        return node.OpType is "Identity" or "Cast" or "DequantizeLinear" && node.Input.Count > 0 ? Constant(node.Input[0], depth + 1) : null;
    }

    private static long Axis(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? 0;
}
