using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Predictors.GaussianProcess;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// A new device of a space that cannot be listed: the predictors of the known devices and the features of the architecture, weighted by what the measurements of the device say
/// (<see cref="LinearPosterior"/>, written with the covariances of an architecture and the labels).
/// </summary>
internal sealed class MixtureModel : ILogModel
{
    private readonly PriorFeatures _features;

    private readonly (EnsembleModel Model, double Mean)[] _devices;

    private readonly Matrix _labelled;

    private readonly LinearPosterior _posterior;

    private readonly double[] _targets;

    /// <param name="space">The space.</param>
    /// <param name="features">Its features.</param>
    /// <param name="devices">The predictor of each known device, and the mean log latency that its predictions are relative to.</param>
    /// <param name="labelled">The features of what was measured on the new device.</param>
    /// <param name="posterior">The regression on them.</param>
    /// <param name="targets">The log latencies that were measured.</param>
    public MixtureModel(ISearchSpace space, PriorFeatures features, (EnsembleModel Model, double Mean)[] devices, Matrix labelled, LinearPosterior posterior, double[] targets) =>
        (Encoder, _features, _devices, _labelled, _posterior, _targets) = (Encoders.Features(space), features, devices, labelled, posterior, targets);

    public IArchitectureEncoder Encoder { get; }

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures)
    {
        double[][] fields = [.. _devices.Select(device => device.Model.Evaluate(architectures).LogMilliseconds.Select(log => log - device.Mean).ToArray())];
        var features = _features.Of(architectures, fields);
        return (_posterior.Mean(_targets, features), _posterior.Spread(features));
    }

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features)
    {
        var width = _labelled.Columns - 1; // the constant is added by hand
        var parts = _devices.Select((device, place) => Field(graph, features, device, place)).Append(Own(graph, features)).ToArray();
        var row = graph.Node("Concat", "row", parts, Attributes.Int("axis", 1));
        var labelled = new double[width * _labelled.Rows];
        for (var label = 0; label < _labelled.Rows; label++)
        {
            for (var column = 0; column < width; column++)
                labelled[(column * _labelled.Rows) + label] = _labelled[label, column];
        }

        var covariance = graph.Add("covariance", graph.Node("MatMul", "row_covariance", [row, graph.Initializer(ModelTensors.Of("labelled", labelled, width, _labelled.Rows))]), Vector("constant_variance", PriorFeatures.OffsetVariance));
        var log = graph.Add("log_latency", graph.Node("MatMul", "weighted_covariance", [covariance, Vector("dual_coefficients", _posterior.DualCoefficients(_targets))]), Vector("center", _targets.Average()));
        var axis = graph.Initializer(ModelTensors.Of("row_axis", [1L], 1));
        var inverse = graph.Initializer(ModelTensors.Of("inverse", _posterior.Inverse.Values, _labelled.Rows, _labelled.Rows));
        var known = Sum("known", graph.Mul("known_parts", graph.Node("MatMul", "known_product", [covariance, inverse]), covariance));
        var prior = graph.Add("prior", Sum("row_variance", graph.Mul("row_squares", row, row)), Vector("prior_constant", PriorFeatures.OffsetVariance));
        var left = graph.Node("Max", "left", [graph.Node("Sub", "unknown", [prior, known]), Vector("nothing", 0)]);
        return (log, graph.Node("Sqrt", "spread", [graph.Add("variance", left, Vector("noise", LinearPosterior.NoiseVariance))]));

        Value Sum(string name, Value of) => graph.Node("ReduceSum", name, [of, axis], Attributes.Int("keepdims", 0));

        Value Vector(string name, params double[] values) => graph.Initializer(ModelTensors.Of(name, values, values.Length));
    }

    private static Value Constant(GraphBuilder graph, string name, IReadOnlyList<double> values) => graph.Initializer(ModelTensors.Of(name, [.. values], 1, values.Count));

    /// <summary>The latencies of a known device around their mean, scaled: n × 1.</summary>
    private Value Field(GraphBuilder graph, Value features, (EnsembleModel Model, double Mean) device, int place)
    {
        var prefix = FormattableString.Invariant($"device{place}_");
        var logs = device.Model.Write(graph, prefix, features).LogMilliseconds;
        var column = graph.Node("Unsqueeze", prefix + "column", [logs, graph.Initializer(ModelTensors.Of(prefix + "axis", [1L], 1))]);
        var relative = graph.Node("Sub", prefix + "relative", [column, Constant(graph, prefix + "mean", [device.Mean])]);
        return graph.Mul(prefix + "field", relative, Constant(graph, prefix + "scale", [PriorFeatures.FieldScale(_devices.Length)]));
    }

    /// <summary>The features of the architecture around their means, scaled: n × F.</summary>
    private Value Own(GraphBuilder graph, Value features)
    {
        var numbers = graph.Node("Cast", "numbers", [features], Attributes.Int("to", (long)ElementType.Float64));
        return graph.Mul("own", graph.Node("Sub", "centred", [numbers, Constant(graph, "means", _features.Means)]), Constant(graph, "scales", _features.Scales));
    }
}
