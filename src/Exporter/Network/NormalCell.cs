using LatBench.Exporter.Weights;
using LatBench.Onnx;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Network;

/// <summary>A cell of the searched kind: every node is the sum of its edges' results, node 3 is the output.</summary>
internal sealed class NormalCell(LayerWriter layers, ModelSpec spec)
{
    private readonly IReadOnlyList<Operation> _operations = spec.Architecture.Operations;

    public Value Write(int cell, Value input)
    {
        var nodes = new Value?[Edge.Nodes];
        nodes[0] = input;
        for (var i = 0; i < Edge.Count; i++)
        {
            var edge = Edge.All[i];
            if (nodes[edge.From] is not { } source || Apply(cell, i, source) is not { } result)
                continue;
            nodes[edge.To] = nodes[edge.To] is { } sum
                ? layers.Add($"cell{cell}/sum{edge.From}-{edge.To}", sum, result)
                : result;
        }

        return nodes[^1]!.Value; // ModelSpec.Check refuses cells without a path to the output
    }

    /// <summary>The edge's result; null where the edge is not written.</summary>
    private Value? Apply(int cell, int edge, Value x)
    {
        var name = Skeleton.EdgeName(cell, edge);
        var operation = _operations[edge];
        return operation switch
        {
            Operation.None => spec.Variant == GraphVariant.Literal ? layers.Zero(name, x) : null,
            Operation.SkipConnect => x,
            Operation.NorConv1x1 => layers.ReluConvNorm(name, x, Weights(), LayerWriter.Same1x1),
            Operation.NorConv3x3 => layers.ReluConvNorm(name, x, Weights(), LayerWriter.Same3x3),
            Operation.AvgPool3x3 => layers.AveragePool(name + "/pool", x, LayerWriter.Same3x3),
            _ => throw new InvalidOperationException($"Operation {operation} is not of the space."),
        };

        ConvWeights Weights() => layers.Plan.Edge(cell, edge, operation);
    }
}
