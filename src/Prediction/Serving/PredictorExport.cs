using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Serving;

/// <summary>
/// Writes a predictor as ONNX. Every predictor has the same face: the six operations of an architecture in, three latencies out; what it needs to
/// encode architectures is in the file.
/// </summary>
internal static class PredictorExport
{
    public const string InputName = "architecture";

    public const string LatencyName = "latency_ms";

    public const string LowName = "low_ms";

    public const string HighName = "high_ms";

    private static readonly long[] PlaceValues = [3125, 625, 125, 25, 5, 1];

    public static PredictorFiles Write(string name, int labels, ILogModel model, double factor)
    {
        var graph = new GraphBuilder("predictor");
        var input = graph.Input(InputName, ElementType.Int64, GraphBuilder.Batch, Edge.Count);
        var weighted = graph.Mul("place", input, graph.Initializer(ModelTensors.Of("place_values", PlaceValues, Edge.Count)));
        var axes = graph.Initializer(ModelTensors.Of("last_axis", [1L], 1));
        var index = graph.Node("ReduceSum", "index", [weighted, axes], Attributes.Int("keepdims", 0));
        var (log, spread) = model.Write(graph, index);
        var half = graph.Mul("half_width", spread, graph.Initializer(ModelTensors.Of("conformal_factor", [factor], 1)));
        foreach (var (output, value) in new[] { (LatencyName, log), (LowName, graph.Node("Sub", "log_low", [log, half])), (HighName, graph.Add("log_high", log, half)) })
            graph.Output(graph.Node("Exp", output, [value]), ElementType.Float64, GraphBuilder.Batch);
        var description = new PredictorDescription { Predictor = name, Labels = labels, SeesDeadEdges = model.SeesDeadEdges };
        return new PredictorFiles(graph.Build().ToByteArray(), description.ToJson());
    }
}
