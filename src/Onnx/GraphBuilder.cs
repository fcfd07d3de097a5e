using LatBench.Onnx.Protos;

namespace LatBench.Onnx;

/// <summary>
/// Writes an ONNX graph node by node. Everything lands in the model in the order in which it was added, so the same calls give
/// the same bytes on every machine.
/// </summary>
/// <param name="name">The graph's name.</param>
public sealed class GraphBuilder(string name)
{
    /// <summary>The ONNX operator set the graph is written in.</summary>
    public const int Opset = 17;

    /// <summary>The version of the ONNX file format.</summary>
    public const int IrVersion = 8;

    /// <summary>A dimension that is known only when the graph runs; all of them in a graph are the same number.</summary>
    public const long Batch = -1;

    private const string BatchName = "n";

    private const string LearningDomain = "ai.onnx.ml";

    private const int LearningOpset = 3;

    private readonly GraphProto _graph = new() { Name = name };

    private readonly HashSet<string> _names = [];

    private bool _usesLearning;

    /// <summary>Declares an input of the graph.</summary>
    /// <param name="name">Unique in the graph.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions; <see cref="Batch"/> for the one that is left open.</param>
    public Value Input(string name, ElementType type, params ReadOnlySpan<long> shape)
    {
        _graph.Input.Add(Describe(name, type, shape));
        return Define(name);
    }

    /// <summary>Adds a constant; see <see cref="Tensors"/>.</summary>
    /// <param name="tensor">Its name must be new to the graph. It may be shared with other graphs, as long as no caller changes it.</param>
    public Value Initializer(TensorProto tensor)
    {
        _graph.Initializer.Add(tensor);
        return Define(tensor.Name);
    }

    /// <summary>Adds a node with one output, which has the node's name.</summary>
    /// <param name="operatorType">An operator of ONNX's own domain, such as <c>Conv</c>.</param>
    /// <param name="name">The node's and its output's name, unique in the graph.</param>
    /// <param name="inputs">In the order of the operator's specification.</param>
    /// <param name="attributes">Those that differ from the specification's defaults; they may be shared between nodes.</param>
    public Value Node(
        string operatorType, string name, ReadOnlySpan<Value> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        return Add(new NodeProto { Name = name, OpType = operatorType, Output = { name } }, inputs, attributes);
    }

    /// <summary>Adds a node of the domain <c>ai.onnx.ml</c>, version 3, with one output, which has the node's name.</summary>
    /// <param name="operatorType">Such as <c>TreeEnsembleRegressor</c>.</param>
    /// <param name="name">The node's and its output's name, unique in the graph.</param>
    /// <param name="inputs">In the order of the operator's specification.</param>
    /// <param name="attributes">Those that differ from the specification's defaults.</param>
    public Value LearningNode(
        string operatorType, string name, ReadOnlySpan<Value> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        _usesLearning = true;
        return Add(new NodeProto { Name = name, OpType = operatorType, Domain = LearningDomain, Output = { name } }, inputs, attributes);
    }

    /// <summary>Declares a value as an output of the graph, under the value's name.</summary>
    /// <param name="value">A value of this graph.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions; <see cref="Batch"/> for the one that is left open.</param>
    public void Output(Value value, ElementType type, params ReadOnlySpan<long> shape) =>
        _graph.Output.Add(Describe(Known(value), type, shape));

    /// <summary>The model as built so far.</summary>
    /// <exception cref="InvalidOperationException">No output was declared.</exception>
    public ModelProto Build()
    {
        if (_graph.Output.Count == 0)
            throw new InvalidOperationException($"Graph '{_graph.Name}' has no output: declare one before building it.");
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "LatBench",
            OpsetImport = { new OperatorSetIdProto { Version = Opset } },
            Graph = _graph,
        };
        if (_usesLearning)
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = LearningDomain, Version = LearningOpset });
        return model;
    }

    private Value Add(NodeProto node, ReadOnlySpan<Value> inputs, ReadOnlySpan<AttributeProto> attributes)
    {
        foreach (var input in inputs)
            node.Input.Add(Known(input));
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        return Define(node.Name);
    }

    private static ValueInfoProto Describe(string name, ElementType type, ReadOnlySpan<long> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
            dimensions.Dim.Add(size == Batch ? new() { DimParam = BatchName } : new TensorShapeProto.Types.Dimension { DimValue = size });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private Value Define(string name)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The graph has a value '{name}' already: names are unique.", nameof(name));
        return new Value(name);
    }

    private string Known(Value value) => value.Name is { } name && _names.Contains(name)
        ? name
        : throw new ArgumentException($"Value '{value.Name}' is not of this graph: add it first.", nameof(value));
}
