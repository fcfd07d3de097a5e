using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>
/// Converts one graph to half precision, and the graphs inside of it. A value that is in both precisions keeps its name in half precision; its name in
/// single precision is another one.
/// </summary>
internal sealed class HalfGraph
{
    private const int Single = (int)ElementType.Float32;
    private const int Half = (int)ElementType.Float16;

    private readonly GraphProto _graph;
    private readonly ValueTypes _types;
    private readonly TensorStore _store;
    private readonly NewNames _names;

    /// <summary>Nodes that stay in single precision.</summary>
    private readonly HashSet<NodeProto> _single;

    /// <summary>Values that something needs in half precision.</summary>
    private readonly HashSet<string> _halved = [];

    /// <summary>Constants of this graph that are needed in single precision alone.</summary>
    private readonly HashSet<string> _keptConstants = [];

    /// <summary>The names in single precision of values that have one.</summary>
    private readonly Dictionary<string, string> _singleNames = [];

    private readonly List<NodeProto> _nodes = [];

    private HalfGraph(GraphProto graph, ValueTypes types, TensorStore store, NewNames names)
    {
        (_graph, _types, _store, _names) = (graph, types, store, names);
        _single = SinglePrecisionRules.FindShapeArithmetic(graph);
        _single.UnionWith(graph.Node.Where(node => SinglePrecisionRules.IsSingle(node)));
    }

    public static void Convert(ModelProto model, TensorStore store) =>
        new HalfGraph(model.Graph, ValueTypes.Of(model.Graph), store, new NewNames(model)).Run();

    private void Run()
    {
        FindUses();
        foreach (var node in _graph.Node)
            Convert(node);
        _graph.Node.Clear();
        _graph.Node.AddRange(_nodes);
        TensorProto[] tensors = [.. _graph.Initializer.Select(Convert)];
        _graph.Initializer.Clear();
        _graph.Initializer.AddRange(tensors);
        Graphs.Retain(_graph.ValueInfo, value => !_singleNames.ContainsKey(value.Name) || _halved.Contains(value.Name));
        foreach (var value in _graph.Input.Concat(_graph.Output).Concat(_graph.ValueInfo))
        {
            if (value.Type?.TensorType is { ElemType: Single } tensor && !_keptConstants.Contains(value.Name))
                tensor.ElemType = Half;
        }
    }

    private void FindUses()
    {
        var needsSingle = new HashSet<string>();
        foreach (var node in _graph.Node)
        {
            foreach (var (index, name) in node.Input.Index())
            {
                if (name.Length > 0 && !_types.Has(name))
                    throw new ConversionException($"The value '{Graphs.Printable(name)}', which {Graphs.Describe(node)} reads, comes from no node, input or dense initialiser: the conversion to fp16 does not know its type.");
                (WantsSingle(node, index) ? needsSingle : _halved).Add(name);
            }

            _halved.UnionWith(Graphs.NamesInside(node));
        }

        _halved.UnionWith(_graph.Output.Select(output => output.Name));
        var constants = _graph.Initializer.Select(tensor => tensor.Name).Concat(_graph.Node.Where(node => node.OpType == "Constant").SelectMany(node => node.Output));
        _keptConstants.UnionWith(constants.Where(name => needsSingle.Contains(name) && !_halved.Contains(name) && IsSingle(name)));
    }

    private bool WantsSingle(NodeProto node, int input) => _single.Contains(node) || SinglePrecisionRules.IsSingle(node, input);

    private bool IsSingle(string name) => name.Length > 0 && _types[name] == ElementType.Float32;

    private void Convert(NodeProto node)
    {
        for (var i = 0; i < node.Input.Count; i++)
        {
            if (IsSingle(node.Input[i]) && WantsSingle(node, i))
                node.Input[i] = InSingle(node.Input[i]);
        }

        if (_single.Contains(node))
        {
            WriteSingle(node);
            return;
        }

        foreach (var inner in Graphs.Subgraphs(node))
            new HalfGraph(inner, _types.Inside(inner), _store, _names).Run();
        if (node.OpType != "Constant" || !_keptConstants.Contains(node.Output[0]))
            ConvertAttributes(node);
        _nodes.Add(node);
    }

    /// <summary>Writes a node that stays in single precision, and a cast of each result that is needed in half precision.</summary>
    private void WriteSingle(NodeProto node)
    {
        _nodes.Add(node);
        for (var i = 0; i < node.Output.Count; i++)
        {
            var name = node.Output[i];
            if (!IsSingle(name))
                continue;
            node.Output[i] = _singleNames[name] = _names.For(name + "/fp32");
            if (_halved.Contains(name))
                WriteCast(node.Output[i], name, Half);
        }
    }

    private string InSingle(string name)
    {
        if (_keptConstants.Contains(name))
            return name;
        if (!_singleNames.TryGetValue(name, out var single))
        {
            _singleNames[name] = single = _names.For(name + "/fp32");
            _halved.Add(name);
            WriteCast(name, single, Single);
        }

        return single;
    }

    private void WriteCast(string from, string to, int type) => _nodes.Add(new NodeProto
    {
        Name = _names.For(to + "/cast"),
        OpType = "Cast",
        Input = { from },
        Output = { to },
        Attribute = { Attributes.Int("to", type) },
    });

    private void ConvertAttributes(NodeProto node)
    {
        switch (node.OpType)
        {
            case "Cast":
                SetType(node, "to", always: false);
                break;
            case "SequenceEmpty":
                SetType(node, "dtype", always: true);
                break;
            case "Constant" or "ConstantOfShape":
                ConvertConstant(node);
                break;
        }
    }

    /// <summary>Changes the attribute that says which type a node gives.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="always">The type is single precision where the attribute is missing.</param>
    private static void SetType(NodeProto node, string name, bool always)
    {
        if (Graphs.Attribute(node, name) is { } attribute)
            attribute.I = attribute.I == Single ? Half : attribute.I;
        else if (always)
            node.Attribute.Add(Attributes.Int(name, Half));
    }

    private void ConvertConstant(NodeProto node)
    {
        foreach (var attribute in node.Attribute)
        {
            if (attribute is { Name: "value", T.DataType: Single })
                attribute.T = Tensors.Embedded(attribute.T.Name, ElementType.Float16, [.. attribute.T.Dims], HalfTensors.Convert(_store.Read(attribute.T).Span));
        }

        if (node.OpType == "ConstantOfShape" && node.Attribute.Count == 0)
            node.Attribute.Add(OfTensor([0], 1));
        if (Graphs.Attribute(node, "value_float") is { } one)
            Replace(node, one, OfTensor([one.F]));
        if (Graphs.Attribute(node, "value_floats") is { } list)
            Replace(node, list, OfTensor(list.Floats, list.Floats.Count));
    }

    private static void Replace(NodeProto node, AttributeProto old, AttributeProto attribute)
    {
        node.Attribute.Remove(old);
        node.Attribute.Add(attribute);
    }

    private static AttributeProto OfTensor(IEnumerable<float> values, params ReadOnlySpan<long> shape) => new()
    {
        Name = "value",
        Type = AttributeProto.Types.AttributeType.Tensor,
        T = Tensors.Embedded("", ElementType.Float16, shape, HalfTensors.Convert(values)),
    };

    private TensorProto Convert(TensorProto tensor) => tensor.DataType == Single && !_keptConstants.Contains(tensor.Name)
        ? _store.Create(tensor.Name, ElementType.Float16, [.. tensor.Dims], HalfTensors.Convert(_store.Read(tensor).Span), tensor)
        : _store.Keep(tensor);
}
