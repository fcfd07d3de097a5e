using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The element types of the values of a graph, as the operators determine them; exporters seldom write those of intermediate values.</summary>
internal sealed class ValueTypes
{
    private static readonly HashSet<string> BooleanOperators =
        ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Not", "Xor", "IsNaN", "IsInf", "OptionalHasElement", "RegexFullMatch"];

    private static readonly HashSet<string> IndexOperators = ["Shape", "Size", "ArgMax", "ArgMin", "NonZero", "NonMaxSuppression", "SequenceLength"];

    private static readonly HashSet<string> FloatOperators =
        ["TfIdfVectorizer", "HannWindow", "HammingWindow", "BlackmanWindow", "MelWeightMatrix", "MatMulIntegerToFloat", "DynamicQuantizeMatMul"];

    private readonly Dictionary<string, ElementType> _types = [];

    private readonly Dictionary<GraphProto, ValueTypes> _inner = new(ReferenceEqualityComparer.Instance);

    private readonly ValueTypes? _outer;

    private ValueTypes(GraphProto graph, ValueTypes? outer, IReadOnlyList<ElementType> inputs)
    {
        _outer = outer;
        foreach (var tensor in graph.Initializer)
            _types[tensor.Name] = (ElementType)tensor.DataType;
        foreach (var (index, input) in graph.Input.Index())
            _types[input.Name] = Declared(input) ?? (index < inputs.Count ? inputs[index] : ElementType.Undefined);
        foreach (var node in graph.Node)
        {
            var types = Infer(node);
            for (var i = 0; i < node.Output.Count; i++)
                _types[node.Output[i]] = types(i);
        }

        Outputs = [.. graph.Output.Select(output => this[output.Name])];
    }

    /// <summary>The types of the outputs of the graph.</summary>
    private IReadOnlyList<ElementType> Outputs { get; }

    /// <summary>Gets the type of a value of this graph or of one around it; undefined where no node, input or initialiser gives it.</summary>
    public ElementType this[string name] => _types.TryGetValue(name, out var type) ? type : _outer?[name] ?? ElementType.Undefined;

    public static ValueTypes Of(GraphProto graph) => new(graph, null, []);

    /// <summary>Gets a value indicating whether the graph, or one around it, has the value.</summary>
    public bool Has(string name) => _types.ContainsKey(name) || _outer?.Has(name) == true;

    /// <summary>Gets the types inside of a graph that an attribute of a node holds.</summary>
    public ValueTypes Inside(GraphProto graph) =>
        _inner.TryGetValue(graph, out var types) ? types : _inner[graph] = new ValueTypes(graph, this, []); // of an operator that is not known to hold graphs

    private static ElementType? Declared(ValueInfoProto value) => value.Type?.TensorType is { ElemType: not 0 } tensor ? (ElementType)tensor.ElemType : null;

    private Func<int, ElementType> Infer(NodeProto node)
    {
        ElementType Input(int index) => index < node.Input.Count && node.Input[index].Length > 0 ? this[node.Input[index]] : ElementType.Undefined;
        ElementType From(string attribute, ElementType otherwise) => (ElementType)Graphs.Int(node, attribute, (long)otherwise);
        var first = Enumerable.Range(0, node.Input.Count).Select(Input).FirstOrDefault(type => type != ElementType.Undefined);
        switch (node.OpType)
        {
            case "If" or "Loop" or "Scan" or "SequenceMap":
                return InferInner(node, Input);
            case "Cast":
                return _ => From("to", ElementType.Undefined);
            case "Constant":
                return _ => OfConstant(node);
            case "ConstantOfShape":
                return _ => Graphs.Attribute(node, "value")?.T is { } value ? (ElementType)value.DataType : ElementType.Float32;
            case "RandomNormal" or "RandomUniform" or "SequenceEmpty":
                return _ => From("dtype", ElementType.Float32);
            case "RandomNormalLike" or "RandomUniformLike" or "Bernoulli" or "EyeLike":
                return _ => From("dtype", first);
            case "Multinomial":
                return _ => From("dtype", ElementType.Int32);
            case "CastLike" or "Where" or "DequantizeLinear":
                return _ => Input(1);
            case "OneHot" or "GatherBlockQuantized":
                return _ => Input(2);
            case "QuantizeLinear":
                return _ => Input(2) == ElementType.Undefined ? From("output_dtype", ElementType.UInt8) : Input(2);
            case "DynamicQuantizeLinear":
                return index => index == 1 ? ElementType.Float32 : ElementType.UInt8;
            case "QLinearConv" or "QLinearMatMul":
                return _ => Input(7);
            case "ConvInteger" or "MatMulInteger":
                return _ => ElementType.Int32;
            case "EmbedLayerNormalization":
                return index => index == 1 ? ElementType.Int32 : Input(2);
            case "TopK" or "MaxPool" or "Unique":
                return index => index == 0 ? first : ElementType.Int64;
            case "Dropout":
                return index => index == 0 ? first : ElementType.Bool;
            default:
                return _ => BooleanOperators.Contains(node.OpType) ? ElementType.Bool
                    : IndexOperators.Contains(node.OpType) ? ElementType.Int64
                    : FloatOperators.Contains(node.OpType) ? ElementType.Float32
                    : first;
        }
    }

    private static ElementType OfConstant(NodeProto node)
    {
        foreach (var attribute in node.Attribute)
        {
            switch (attribute.Name)
            {
                case "value":
                    return (ElementType)(attribute.T?.DataType ?? 0);
                case "value_float" or "value_floats":
                    return ElementType.Float32;
                case "value_int" or "value_ints":
                    return ElementType.Int64;
                case "value_string" or "value_strings":
                    return (ElementType)TensorProto.Types.DataType.String;
            }
        }

        return ElementType.Undefined;
    }

    /// <summary>Types of the graphs inside of a node, whose inputs have those of the node's where they declare none.</summary>
    private Func<int, ElementType> InferInner(NodeProto node, Func<int, ElementType> input)
    {
        ElementType[] all = [.. Enumerable.Range(0, node.Input.Count).Select(input)];
        ElementType[] inputs = node.OpType switch
        {
            "Loop" => [ElementType.Int64, ElementType.Bool, .. all.Skip(2)],
            "If" => [],
            _ => all,
        };
        ValueTypes? last = null;
        foreach (var graph in Graphs.Subgraphs(node))
            _inner[graph] = last = new ValueTypes(graph, this, inputs);
        var skipped = node.OpType == "Loop" ? 1 : 0; // the first output of a loop's body says whether it goes on
        return index => last is not null && index + skipped < last.Outputs.Count ? last.Outputs[index + skipped] : ElementType.Undefined;
    }
}
