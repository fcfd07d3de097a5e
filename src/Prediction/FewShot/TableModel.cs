using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>A log latency and a spread for every architecture of a space that can be listed: a weighted sum of tables is a table.</summary>
internal sealed class TableModel : ILogModel
{
    private readonly SpaceIndex _index;

    private readonly double[] _logs;

    private readonly double[] _spreads;

    /// <param name="index">The architectures of the space.</param>
    /// <param name="logs">In the order of <see cref="SpaceIndex.Measurable"/>.</param>
    /// <param name="spreads">In the same order.</param>
    public TableModel(SpaceIndex index, double[] logs, double[] spreads)
    {
        (_index, _logs, _spreads, Encoder) = (index, new double[index.All.Count], new double[index.All.Count], new PlaceFeature(index));
        for (var i = 0; i < logs.Length; i++)
            (_logs[index[index.Measurable[i]]], _spreads[index[index.Measurable[i]]]) = (logs[i], spreads[i]);
    }

    public IArchitectureEncoder Encoder { get; }

    public bool SeesDeadEdges => true;

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures) =>
        ([.. architectures.Select(architecture => _logs[_index[architecture]])], [.. architectures.Select(architecture => _spreads[_index[architecture]])]);

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features)
    {
        var column = graph.Node("Squeeze", "column", [features, graph.Initializer(ModelTensors.Of("column_axis", [1L], 1))]);
        var place = graph.Node("Cast", "place_in_space", [column], Attributes.Int("to", (long)ElementType.Int64));
        return (Table("log_latency", _logs), Table("spread", _spreads));

        Value Table(string name, double[] values) => graph.Node("Gather", name, [graph.Initializer(ModelTensors.Of(name + "_table", values, values.Length)), place]);
    }
}
