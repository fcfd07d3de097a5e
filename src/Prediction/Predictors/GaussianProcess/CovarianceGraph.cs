using LatBench.Onnx;
using LatBench.Prediction.Serving;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// Writes the covariance between architectures and labels as ONNX nodes, in double precision. Its matrices have as many columns as there are labels, so
/// everything that can be is done to the narrow factors before their product: scaling, norms, and the variance as its logarithm.
/// </summary>
internal static class CovarianceGraph
{
    /// <summary>Least of three times a squared distance: rounding makes that of equal cells negative.</summary>
    private const double Tiny = 1e-12;

    /// <summary>The sum of all terms, n × labels.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="prefix">Names begin with it.</param>
    /// <param name="kernels">The terms.</param>
    /// <param name="scales">For each term what to multiply the raw features by.</param>
    /// <param name="variances">For each term its variance.</param>
    /// <param name="cells">Raw features of n architectures.</param>
    /// <param name="labels">Raw features of the labels.</param>
    /// <param name="count">Number of labels.</param>
    public static Value Write(GraphBuilder graph, string prefix, Kernel[] kernels, double[][] scales, double[] variances, Value cells, Value labels, int count)
    {
        Value? sum = null;
        for (var term = 0; term < kernels.Length; term++)
        {
            var writer = new Term(graph, FormattableString.Invariant($"{prefix}_term{term}"), kernels[term], scales[term], variances[term]);
            var value = writer.Write(cells, labels, count);
            sum = sum is { } before ? graph.Add(writer.Name + "_sum", before, value) : value;
        }

        return sum ?? throw new ArgumentException("A covariance has at least one term.", nameof(kernels));
    }

    private sealed class Term(GraphBuilder graph, string name, Kernel kernel, double[] scales, double variance)
    {
        public string Name => name;

        public Value Write(Value cells, Value labels, int count) =>
            kernel.Shape == KernelShape.Gaussian ? Gaussian(cells, labels, count) : Matern(cells, labels, count);

        /// <summary>v exp(-d²/2) = exp(min(a·b - |a|²/2 - |b|²/2 + ln v, ln v)).</summary>
        private Value Gaussian(Value cells, Value labels, int count)
        {
            var log = Math.Log(variance);
            var exponent = Product(cells, labels, count, stretch: 1, cross: 1, square: -0.5, constant: log);
            return graph.Node("Exp", name + "_value", [graph.Node("Min", name + "_exponent", [exponent, Scalar("log_variance", log)])]);
        }

        /// <summary>v (1 + r) exp(-r) = (1 + r) exp(ln v - r) with r² = 3 d² = 3|a|² + 3|b|² - 6 a·b.</summary>
        private Value Matern(Value cells, Value labels, int count)
        {
            var squared = Product(cells, labels, count, stretch: Math.Sqrt(3), cross: -2, square: 1, constant: 0);
            var root = graph.Node("Sqrt", name + "_r", [graph.Node("Max", name + "_squared", [squared, Scalar("tiny", Tiny)])]);
            var decay = graph.Node("Exp", name + "_decay", [graph.Node("Sub", name + "_exponent", [Scalar("log_variance", Math.Log(variance)), root])]);
            return graph.Mul(name + "_value", graph.Add(name + "_one_r", root, Scalar("one", 1)), decay);
        }

        /// <summary>cross a·b + square (|a|² + |b|²) + constant in one product, with a and b the scaled features times <paramref name="stretch"/>.</summary>
        private Value Product(Value cells, Value labels, int count, double stretch, double cross, double square, double constant)
        {
            var factors = graph.Initializer(ModelTensors.Of(name + "_scales", [.. scales.Select(scale => stretch * scale)], kernel.Features));
            var first = graph.Initializer(ModelTensors.Of(name + "_first", [(long)kernel.Group.First], 1));
            var end = graph.Initializer(ModelTensors.Of(name + "_end", [(long)(kernel.Group.First + kernel.Features)], 1));
            var axis = graph.Initializer(ModelTensors.Of(name + "_axis", [1L], 1));
            var a = Scaled("a", cells);
            var b = Scaled("b", labels);
            var part = Scalar("square", square);
            var left = Beside("a", a, graph.Mul(name + "_a_part_of_norm", Norms("a", a, 1), part));
            var ones = graph.Initializer(ModelTensors.Of(name + "_ones", [.. Enumerable.Repeat(1.0, count)], count, 1));
            var right = Beside("b", graph.Mul(name + "_b_cross", b, Scalar("cross", cross)), ones);
            var added = graph.Add(name + "_b_constant", graph.Mul(name + "_b_part_of_norm", Norms("b", b, 0), part), Scalar("constant", constant));
            return graph.Node("Gemm", name + "_product", [left, right, added], Attributes.Int("transB", 1));

            Value Scaled(string side, Value rows) =>
                graph.Mul($"{name}_{side}", graph.Node("Slice", $"{name}_{side}_part", [rows, first, end, axis]), factors);

            Value Norms(string side, Value rows, int keep) =>
                graph.Node("ReduceSum", $"{name}_n{side}", [graph.Mul($"{name}_{side}_squares", rows, rows), axis], Attributes.Int("keepdims", keep));

            Value Beside(string side, Value rows, Value column) => graph.Node("Concat", $"{name}_{side}_wide", [rows, column], Attributes.Int("axis", 1));
        }

        private Value Scalar(string what, double value) => graph.Initializer(ModelTensors.Of($"{name}_{what}", [value], 1));
    }
}
