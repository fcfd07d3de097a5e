using LatBench.DeviceAgent.Runner;
using LatBench.Exporter;
using LatBench.Measurements;

namespace LatBench.Bench;

/// <summary>Plans for visits of exported models, whose files are written to a folder.</summary>
internal static class ModelPlan
{
    /// <summary>A visit by the default protocol, one thread on one CPU.</summary>
    public static JobPlan Of(string directory, ExportedModel model, int cpu)
    {
        var graph = Path.Combine(directory, $"{model.Sha256}.onnx");
        var weights = Path.Combine(directory, model.Weights!.FileName);
        File.WriteAllBytes(graph, model.Graph);
        if (!File.Exists(weights)) File.WriteAllBytes(weights, model.Weights.Bytes.ToArray());
        return new JobPlan
        {
            GraphPath = graph,
            WeightsPath = weights,
            Threads = 1,
            Cpus = [cpu],
            GraphOptimization = "all",
            Protocol = new MeasurementProtocol(),
        };
    }
}
