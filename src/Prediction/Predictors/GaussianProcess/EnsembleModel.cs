using LatBench.Onnx;
using LatBench.Prediction.Predictors.Linear;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>The mean of Gaussian processes that know the same labels, and a sum over operations where that has a share.</summary>
internal sealed class EnsembleModel(IArchitectureEncoder encoder, IReadOnlyList<GaussianProcessModel> members) : ILogModel
{
    public IArchitectureEncoder Encoder => encoder;

    /// <summary>The sum over operations, and its share of the logarithm, above 0 and at most 1; null where the processes say it all.</summary>
    public (LinearModel Model, double Share)? Sum { get; init; }

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures)
    {
        var outputs = members.Select(member => member.Evaluate(architectures)).ToArray();
        var logs = Mean(output => output.LogMilliseconds);
        if (Sum is (var model, var share))
            logs = [.. logs.Zip(architectures, (log, architecture) => ((1 - share) * log) + (share * model.LogMilliseconds(architecture)))];
        return (logs, Mean(output => output.Spread));

        double[] Mean(Func<(double[] LogMilliseconds, double[] Spread), double[]> part) =>
            [.. Enumerable.Range(0, architectures.Count).Select(i => outputs.Average(output => part(output)[i]))];
    }

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features) => Write(graph, string.Empty, features);

    /// <summary>The same, as one of several models in a graph.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="prefix">The prefix of all names; different for each of the models.</param>
    /// <param name="features">As above.</param>
    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, string prefix, Value features)
    {
        var cells = Precise(prefix + "cells", features);
        var known = Precise(prefix + "label_cells", graph.Initializer(EncodedArchitectures.Of(prefix + "labels", encoder, members[0].Labels)));
        var outputs = members.Select((member, i) => member.Write(graph, FormattableString.Invariant($"{prefix}member{i}"), cells, known)).ToArray();
        var log = Mean(prefix + "log_latency", output => output.LogMilliseconds);
        if (Sum is (var model, var share))
            log = graph.Add(prefix + "stacked_log_latency", Shared("processes", log, 1 - share), Shared("sum", model.WriteLog(graph, prefix + "sum_", features), share));
        return (log, Mean(prefix + "spread", output => output.Spread));

        Value Shared(string name, Value of, double part) => graph.Mul(prefix + name + "_part", of, graph.Initializer(ModelTensors.Of(prefix + name + "_share", [part], 1)));

        Value Precise(string name, Value numbers) => graph.Node("Cast", name, [numbers], Attributes.Int("to", (long)ElementType.Float64));

        Value Mean(string name, Func<(Value LogMilliseconds, Value Spread), Value> part)
        {
            var total = part(outputs[0]); // ONNX Runtime has no Mean in double precision
            for (var i = 1; i < outputs.Length; i++)
                total = graph.Add(FormattableString.Invariant($"{name}_sum{i}"), total, part(outputs[i]));
            return graph.Mul(name, total, graph.Initializer(ModelTensors.Of(name + "_share", [1.0 / outputs.Length], 1)));
        }
    }
}
