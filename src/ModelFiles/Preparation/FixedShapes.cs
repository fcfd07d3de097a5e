using LatBench.ModelFiles.Inputs;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Preparation;

/// <summary>Replaces the free dimensions of a graph by their values, in its inputs, outputs and intermediate values, and in those of its subgraphs.</summary>
internal static class FixedShapes
{
    public static void Set(GraphProto graph, InputPlan plan)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        var inputs = GraphValues.Inputs(graph);
        if (inputs.Length != plan.Inputs.Count)
            throw OtherGraph();
        foreach (var (input, planned) in inputs.Zip(plan.Inputs))
        {
            if (input.Name != planned.Name || input.Type != planned.Type)
                throw OtherGraph();
            Set(graph.Input.First(value => value.Name == input.Name).Type.TensorType, planned.Shape, values);
        }

        foreach (var value in graph.WithSubgraphs().SelectMany(inner => inner.Input.Concat(inner.Output).Concat(inner.ValueInfo)))
            Replace(value.Type, values);
    }

    private static void Set(TypeProto.Types.Tensor tensor, IReadOnlyList<long> shape, Dictionary<string, long> values)
    {
        if (tensor.Shape is null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(shape.Select(_ => new TensorShapeProto.Types.Dimension()));
        }

        if (tensor.Shape.Dim.Count != shape.Count)
            throw OtherGraph();
        for (var axis = 0; axis < shape.Count; axis++)
        {
            var dimension = tensor.Shape.Dim[axis];
            if (dimension.DimParam.Length > 0)
                values.TryAdd(dimension.DimParam, shape[axis]);
            else if (dimension.DimValue > 0 && dimension.DimValue != shape[axis])
                throw OtherGraph();
            dimension.DimValue = shape[axis];
        }
    }

    private static void Replace(TypeProto? type, Dictionary<string, long> values)
    {
        while (type is not null && type.TensorType is null)
            type = type.SequenceType?.ElemType ?? type.OptionalType?.ElemType ?? type.MapType?.ValueType;
        if (type?.TensorType.Shape is not { } shape)
            return;
        foreach (var dimension in shape.Dim.Where(dimension => dimension.DimParam.Length > 0))
        {
            if (DimensionExpression.Evaluate(dimension.DimParam, name => values.TryGetValue(name, out var value) ? value : null) is { } known)
                dimension.DimValue = known;
        }
    }

    private static ModelFileException OtherGraph() => new("The plan of the inputs is of another model: plan the inputs of this one.");
}
