using System.Numerics.Tensors;
using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>A Gaussian process over features of architectures, after training.</summary>
/// <param name="encoder">The features.</param>
/// <param name="kernels">The terms of the covariance.</param>
/// <param name="scales">For each term what to multiply the raw features by.</param>
/// <param name="variances">For each term its variance.</param>
/// <param name="labels">The architectures it knows the latency of.</param>
/// <param name="weights">Their weights, in standard deviations of the target.</param>
/// <param name="center">The value that is added to the prediction.</param>
/// <param name="deviation">The factor by which the prediction is multiplied before that.</param>
internal sealed class GaussianProcessModel(
    IArchitectureEncoder encoder, Kernel[] kernels, double[][] scales, double[] variances, Architecture[] labels, double[] weights, double center, double deviation)
{
    private readonly Matrix[] _known = [.. scales.Select((scale, term) => Scaled(encoder, labels, kernels[term].Group, scale))];

    /// <summary>The architectures it knows the latency of.</summary>
    public IReadOnlyList<Architecture> Labels => labels;

    /// <summary>The spread; set once, from the covariances of this same model.</summary>
    public SpreadBasis? Spread { get; set; }

    private SpreadBasis Basis => Spread ?? throw new InvalidOperationException("The spread comes before the first prediction.");

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures)
    {
        var covariances = Covariances(architectures);
        var logs = Enumerable.Range(0, architectures.Count).Select(i => center + (deviation * TensorPrimitives.Dot<double>(covariances.Row(i), weights)));
        return ([.. logs], [.. Enumerable.Range(0, architectures.Count).Select(i => deviation * Basis.At(covariances.Row(i)))]);
    }

    /// <summary>Covariances of architectures with all labels, without noise.</summary>
    public Matrix Covariances(IReadOnlyList<Architecture> architectures)
    {
        var sum = new Matrix(architectures.Count, labels.Length);
        for (var term = 0; term < kernels.Length; term++)
        {
            var own = Scaled(encoder, architectures, kernels[term].Group, scales[term]);
            var products = new Matrix(architectures.Count, labels.Length);
            RowProducts.Multiply(own, _known[term], products, 1);
            var norms = Norms(_known[term]);
            var ownNorms = Norms(own);
            for (var i = 0; i < sum.Rows; i++)
            {
                for (var j = 0; j < sum.Columns; j++)
                    sum[i, j] += variances[term] * kernels[term].At(Math.Max(0, ownNorms[i] + norms[j] - (2 * products[i, j]))).Value;
            }
        }

        return sum;
    }

    /// <summary>Writes the same computation; names begin with a prefix.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="prefix">Different for each member of an ensemble.</param>
    /// <param name="cells">Raw features of the architectures asked for, double.</param>
    /// <param name="known">Raw features of the labels, double.</param>
    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, string prefix, Value cells, Value known)
    {
        var covariance = CovarianceGraph.Write(graph, prefix, kernels, scales, variances, cells, known, labels.Length);
        var weighted = graph.Node("MatMul", prefix + "_standardised", [covariance, Vector("weights", weights)]);
        var scaled = graph.Mul(prefix + "_scaled", weighted, Vector("deviation", [deviation]));
        var log = graph.Add(prefix + "_log_latency", scaled, Vector("center", [center]));

        var chosen = graph.Initializer(ModelTensors.Of(prefix + "_chosen", [.. Basis.Chosen.Select(place => (long)place)], Basis.Chosen.Length));
        var part = graph.Node("Gather", prefix + "_chosen_covariance", [covariance, chosen], Attributes.Int("axis", 1));
        var inverse = graph.Initializer(ModelTensors.Of(prefix + "_chosen_inverse", Basis.Inverse.Values, Basis.Inverse.Rows, Basis.Inverse.Columns));
        var product = graph.Mul(prefix + "_known_parts", graph.Node("MatMul", prefix + "_chosen_product", [part, inverse]), part);
        var axis = graph.Initializer(ModelTensors.Of(prefix + "_row_axis", [1L], 1));
        var sum = graph.Node("ReduceSum", prefix + "_known_variance", [product, axis], Attributes.Int("keepdims", 0));
        var unknown = graph.Node("Sub", prefix + "_unknown_variance", [Vector("prior_variance", [Basis.PriorVariance]), sum]);
        var variance = graph.Add(prefix + "_variance", graph.Node("Max", prefix + "_left_variance", [unknown, Vector("no_variance", [0])]), Vector("label_variance", [Basis.LabelVariance]));
        return (log, graph.Mul(prefix + "_spread", graph.Node("Sqrt", prefix + "_standard_spread", [variance]), Vector("spread_scale", [deviation])));

        Value Vector(string name, double[] values) => graph.Initializer(ModelTensors.Of($"{prefix}_{name}", values, values.Length));
    }

    private static Matrix Scaled(IArchitectureEncoder encoder, IReadOnlyList<Architecture> architectures, FeatureGroup group, double[] scale)
    {
        var scaled = new Matrix(architectures.Count, scale.Length);
        for (var i = 0; i < architectures.Count; i++)
        {
            var row = encoder.Row(architectures[i]).AsSpan(group.First, group.Count);
            for (var j = 0; j < scale.Length; j++)
                scaled[i, j] = row[j] * scale[j];
        }

        return scaled;
    }

    private static double[] Norms(Matrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => TensorPrimitives.SumOfSquares<double>(matrix.Row(i)))];
}
