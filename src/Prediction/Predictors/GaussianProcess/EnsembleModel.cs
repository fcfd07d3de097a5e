using LatBench.Onnx;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>The mean of Gaussian processes that know the same labels.</summary>
internal sealed class EnsembleModel(IArchitectureEncoder encoder, IReadOnlyList<GaussianProcessModel> members) : ILogModel
{
    public IArchitectureEncoder Encoder => encoder;

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures)
    {
        var outputs = members.Select(member => member.Evaluate(architectures)).ToArray();
        return (Mean(output => output.LogMilliseconds), Mean(output => output.Spread));

        double[] Mean(Func<(double[] LogMilliseconds, double[] Spread), double[]> part) =>
            [.. Enumerable.Range(0, architectures.Count).Select(i => outputs.Average(output => part(output)[i]))];
    }

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features) => Write(graph, string.Empty, features);

    /// <summary>The same, as one of several models in a graph.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="prefix">What names begin with; different for each of the models.</param>
    /// <param name="features">As above.</param>
    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, string prefix, Value features)
    {
        var cells = Precise(prefix + "cells", features);
        var known = Precise(prefix + "label_cells", graph.Initializer(EncodedArchitectures.Of(prefix + "labels", encoder, members[0].Labels)));
        var outputs = members.Select((member, i) => member.Write(graph, FormattableString.Invariant($"{prefix}member{i}"), cells, known)).ToArray();
        return (Mean(prefix + "log_latency", output => output.LogMilliseconds), Mean(prefix + "spread", output => output.Spread));

        Value Precise(string name, Value numbers) => graph.Node("Cast", name, [numbers], Attributes.Int("to", (long)ElementType.Float64));

        Value Mean(string name, Func<(Value LogMilliseconds, Value Spread), Value> part)
        {
            var sum = part(outputs[0]); // ONNX Runtime has no Mean in double precision
            for (var i = 1; i < outputs.Length; i++)
                sum = graph.Add(FormattableString.Invariant($"{name}_sum{i}"), sum, part(outputs[i]));
            return graph.Mul(name, sum, graph.Initializer(ModelTensors.Of(name + "_share", [1.0 / outputs.Length], 1)));
        }
    }
}
