using LatBench.ModelFiles.Reading;
using LatBench.Onnx;
using LatBench.Onnx.Costs;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles;

/// <summary>Collects the figures and names of a model.</summary>
internal static class ModelDescriber
{
    public static ModelDescription Describe(ReadModel read)
    {
        var (model, graph) = (read.Model, read.Model.Graph);
        var opsets = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var opset in model.OpsetImport)
            opsets[GraphMessages.Domain(opset.Domain)] = opset.Version;
        return new()
        {
            IrVersion = model.IrVersion,
            Opsets = opsets,
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            GraphName = graph.Name,
            Inputs = GraphValues.Inputs(graph),
            Outputs = [.. graph.Output.Select(GraphValues.Of)],
            Operators = CountOperators(model),
            Parameters = ParameterCount.Of(graph),
            SizeBytes = read.SizeBytes,
            ExternalFiles = read.ExternalFiles,
            HasSubgraphs = graph.Node.Subgraphs().Any(),
            Sha256 = read.Sha256,
        };
    }

    private static OperatorCount[] CountOperators(ModelProto model)
    {
        var functions = model.Functions.Select(function => (GraphMessages.Domain(function.Domain), function.Name)).ToHashSet();
        var bodies = model.Functions.Select(function => function.Node).Prepend(model.Graph.Node);
        var nodes = bodies.SelectMany(body => body.Concat(body.Subgraphs().SelectMany(inner => inner.Node)));
        return
        [
            .. nodes.GroupBy(node => (Domain: GraphMessages.Domain(node.Domain), node.OpType))
                .Select(same => new OperatorCount(same.Key.Domain, same.Key.OpType, same.Count(), functions.Contains(same.Key)))
                .OrderByDescending(count => count.Count).ThenBy(count => count.Domain, StringComparer.Ordinal).ThenBy(count => count.Type, StringComparer.Ordinal),
        ];
    }
}

/// <summary>Inputs and outputs as messages describe them.</summary>
internal static class GraphValues
{
    /// <summary>The inputs that a caller gives.</summary>
    public static TensorInput[] Inputs(GraphProto graph)
    {
        var constants = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return [.. graph.Input.Where(input => !constants.Contains(input.Name)).Select(Of)];
    }

    public static TensorInput Of(ValueInfoProto value)
    {
        var (kind, inner) = Unwrap(value.Type);
        var (type, shape) = inner?.ValueCase switch
        {
            TypeProto.ValueOneofCase.TensorType => (inner.TensorType.ElemType, inner.TensorType.Shape),
            TypeProto.ValueOneofCase.SparseTensorType => (inner.SparseTensorType.ElemType, inner.SparseTensorType.Shape),
            _ => (0, null),
        };
        return new TensorInput(value.Name, (ElementType)type, shape?.Dim.Select(Of).ToArray()) { Kind = kind };
    }

    private static InputDimension Of(TensorShapeProto.Types.Dimension dimension) => dimension switch
    {
        { ValueCase: TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue, DimValue: > 0 } => new(dimension.DimValue, ""),

        // Old exporters write 0 or -1 for a free dimension.
        { ValueCase: TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue } => new(null, ""),
        _ => new(null, dimension.DimParam),
    };

    private static (ValueKind Kind, TypeProto? Inner) Unwrap(TypeProto? type)
    {
        var kind = type?.ValueCase switch
        {
            TypeProto.ValueOneofCase.TensorType => ValueKind.Tensor,
            TypeProto.ValueOneofCase.SequenceType => ValueKind.Sequence,
            TypeProto.ValueOneofCase.MapType => ValueKind.Map,
            TypeProto.ValueOneofCase.OptionalType => ValueKind.Optional,
            TypeProto.ValueOneofCase.SparseTensorType => ValueKind.SparseTensor,
            _ => ValueKind.Unknown,
        };
        var inner = type;
        while (inner?.ValueCase is TypeProto.ValueOneofCase.SequenceType or TypeProto.ValueOneofCase.MapType or TypeProto.ValueOneofCase.OptionalType)
            inner = inner.SequenceType?.ElemType ?? inner.MapType?.ValueType ?? inner.OptionalType?.ElemType;
        return (kind, inner);
    }
}
