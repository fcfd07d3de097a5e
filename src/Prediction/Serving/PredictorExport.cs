using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Serving;

/// <summary>
/// Writes a predictor as ONNX: features in, three latencies out. In a small space whose architectures are choices the file looks the features up itself, so that
/// it takes architectures as they are.
/// </summary>
internal static class PredictorExport
{
    /// <summary>The input of a predictor that looks features up: int64, n × places.</summary>
    public const string ArchitectureName = "architecture";

    /// <summary>The input of a predictor that does not: float32, n × features.</summary>
    public const string FeaturesName = "features";

    public const string LatencyName = "latency_ms";

    public const string LowName = "low_ms";

    public const string HighName = "high_ms";

    public static PredictorFiles Write(string name, ISearchSpace space, int labels, ILogModel model, double factor)
    {
        var graph = new GraphBuilder("predictor");
        var choices = SpaceIndex.Of(space) is { } index && space.Choices is { } known && LookUp.Fits(index, known) ? known : null;
        var features = choices is null
            ? graph.Input(FeaturesName, ElementType.Float32, GraphBuilder.Batch, model.Encoder.Width)
            : LookUp.Write(graph, space, choices, model.Encoder);
        var (log, spread) = model.Write(graph, features);
        var half = graph.Mul("half_width", spread, graph.Initializer(ModelTensors.Of("conformal_factor", [factor], 1)));
        foreach (var (output, value) in new[] { (LatencyName, log), (LowName, graph.Node("Sub", "log_low", [log, half])), (HighName, graph.Add("log_high", log, half)) })
            graph.Output(graph.Node("Exp", output, [value]), ElementType.Float64, GraphBuilder.Batch);
        var description = new PredictorDescription
        {
            Predictor = name,
            Labels = labels,
            SearchSpace = space.Name,
            SeesDeadEdges = model.SeesDeadEdges,
            Input = choices is null ? FeaturesName : ArchitectureName,
            Edges = choices?.Places,
            Operations = choices?.Options,
            Encoder = choices is null ? model.Encoder.Name : null,
            Features = choices is null ? model.Encoder.Width : null,
        };
        return new PredictorFiles(graph.Build().ToByteArray(), description.ToJson());
    }
}
