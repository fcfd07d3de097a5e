using LatBench.Onnx;
using LatBench.Prediction.Serving;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>Writes the covariance between architectures and labels as ONNX nodes, in double precision.</summary>
internal static class CovarianceGraph
{
    /// <summary>The sum of all terms, n × labels.</summary>
    public static Value Write(GraphBuilder graph, string prefix, Kernel[] kernels, double[][] scales, double[] variances, Value cells, Value labels)
    {
        Value? sum = null;
        for (var term = 0; term < kernels.Length; term++)
        {
            var name = FormattableString.Invariant($"{prefix}_term{term}");
            var squared = Distance(graph, name, kernels[term], scales[term], cells, labels);
            var value = graph.Mul(name, Shape(graph, name, kernels[term].Shape, squared), Scalar(graph, name + "_variance", variances[term]));
            sum = sum is { } before ? graph.Add(name + "_sum", before, value) : value;
        }

        return sum ?? throw new ArgumentException("A covariance has at least one term.", nameof(kernels));
    }

    private static Value Distance(GraphBuilder graph, string name, Kernel kernel, double[] scales, Value cells, Value labels)
    {
        var factors = graph.Initializer(ModelTensors.Of(name + "_scales", scales, kernel.Features));
        var first = graph.Initializer(ModelTensors.Of(name + "_first", [(long)kernel.Group.First], 1));
        var end = graph.Initializer(ModelTensors.Of(name + "_end", [(long)(kernel.Group.First + kernel.Features)], 1));
        var axis = graph.Initializer(ModelTensors.Of(name + "_axis", [1L], 1));
        var a = Scaled("a", cells);
        var b = Scaled("b", labels);
        var product = graph.Node("MatMul", name + "_product", [a, graph.Node("Transpose", name + "_bt", [b])]);
        var twice = graph.Mul(name + "_twice", product, Scalar(graph, name + "_minus_two", -2));
        var both = graph.Add(name + "_norms", Norms("a", a, 1), graph.Node("Transpose", name + "_nbt", [Norms("b", b, 1)]));
        return graph.Node("Max", name + "_squared", [graph.Add(name + "_difference", both, twice), Scalar(graph, name + "_zero", 0)]);

        Value Scaled(string side, Value rows) =>
            graph.Mul($"{name}_{side}", graph.Node("Slice", $"{name}_{side}_part", [rows, first, end, axis]), factors);

        Value Norms(string side, Value rows, int keep) =>
            graph.Node("ReduceSum", $"{name}_n{side}", [graph.Mul($"{name}_{side}_squares", rows, rows), axis], Attributes.Int("keepdims", keep));
    }

    private static Value Shape(GraphBuilder graph, string name, KernelShape shape, Value squared)
    {
        if (shape == KernelShape.Gaussian)
            return graph.Node("Exp", name + "_value", [graph.Mul(name + "_half", squared, Scalar(graph, name + "_minus_half", -0.5))]);
        var tripled = graph.Add(name + "_shifted", graph.Mul(name + "_tripled", squared, Scalar(graph, name + "_three", 3)), Scalar(graph, name + "_tiny", 1e-12));
        var root = graph.Node("Sqrt", name + "_r", [tripled]);
        var decay = graph.Node("Exp", name + "_decay", [graph.Node("Neg", name + "_minus_r", [root])]);
        return graph.Mul(name + "_value", graph.Add(name + "_one_r", root, Scalar(graph, name + "_one", 1)), decay);
    }

    private static Value Scalar(GraphBuilder graph, string name, double value) => graph.Initializer(ModelTensors.Of(name, [value], 1));
}
