using LatBench.Onnx;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.FewShot;

/// <summary>A log latency and a spread for every architecture: a weighted sum of tables is a table.</summary>
internal sealed class TableModel : ILogModel
{
    private readonly double[] _logs = new double[Space.Size];

    private readonly double[] _spreads = new double[Space.Size];

    /// <param name="logs">In the order of <see cref="Space.Measurable"/>.</param>
    /// <param name="spreads">In the same order.</param>
    public TableModel(double[] logs, double[] spreads)
    {
        for (var i = 0; i < logs.Length; i++)
            (_logs[Space.Measurable[i].Index], _spreads[Space.Measurable[i].Index]) = (logs[i], spreads[i]);
    }

    public bool SeesDeadEdges => true;

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures) =>
        ([.. architectures.Select(architecture => _logs[architecture.Index])], [.. architectures.Select(architecture => _spreads[architecture.Index])]);

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value index)
    {
        return (Table("log_latency", _logs), Table("spread", _spreads));

        Value Table(string name, double[] values) => graph.Node("Gather", name, [graph.Initializer(ModelTensors.Of(name + "_table", values, values.Length)), index]);
    }
}
