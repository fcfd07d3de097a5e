using LatBench.DeviceAgent.Runner;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.ModelFiles;
using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Preparation;

namespace LatBench.Bench;

/// <summary>Plans for visits of exported models, whose files are written to a folder.</summary>
internal static class ModelPlan
{
    /// <summary>The same of a user's file, with the inputs that are proposed for it.</summary>
    /// <exception cref="BenchException">The file cannot be measured.</exception>
    public static JobPlan Of(string directory, string file, int cpu)
    {
        try
        {
            var (graph, weights) = (Path.Combine(directory, "model.onnx"), Path.Combine(directory, "weights"));
            var model = ModelFile.Read(file);
            var slim = model.Split(weights);
            File.WriteAllBytes(graph, ModelPreparation.Prepare(slim.Graph, model.PlanInputs(InputRequest.Default)));
            if (slim.WeightsFile is not { } name)
                return Visit(graph, null, cpu);
            File.Move(weights, Path.Combine(directory, name));
            return Visit(graph, Path.Combine(directory, name), cpu);
        }
        catch (ModelFileException exception)
        {
            throw new BenchException($"{Path.GetFileName(file)}: {exception.Message}");
        }
    }

    /// <summary>A visit by the default protocol, one thread on one CPU.</summary>
    public static JobPlan Of(string directory, ExportedModel model, int cpu)
    {
        var graph = Path.Combine(directory, $"{model.Sha256}.onnx");
        var weights = Path.Combine(directory, model.Weights!.FileName);
        File.WriteAllBytes(graph, model.Graph);
        if (!File.Exists(weights)) File.WriteAllBytes(weights, model.Weights.Bytes.ToArray());
        return Visit(graph, weights, cpu);
    }

    private static JobPlan Visit(string graph, string? weights, int cpu) => new()
    {
        GraphPath = graph,
        WeightsPath = weights,
        Threads = 1,
        Cpus = [cpu],
        GraphOptimization = "all",
        Protocol = new MeasurementProtocol(),
    };
}
