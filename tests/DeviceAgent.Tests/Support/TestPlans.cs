using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.Exporter;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>Plans for jobs of models that lie in a directory.</summary>
internal static class TestPlans
{
    public static JobPlan For(string graphPath, string? weightsPath = null, MeasurementProtocol? protocol = null) => new()
    {
        GraphPath = graphPath,
        WeightsPath = weightsPath,
        Threads = 1,
        Cpus = [CpuAffinity.Get()[^1]],
        GraphOptimization = "all",
        Protocol = protocol ?? new MeasurementProtocol(),
    };

    public static JobPlan For(TemporaryDirectory directory, ExportedModel model)
    {
        var weights = directory.Write(model.Weights!.FileName, model.Weights.Bytes.ToArray());
        return For(directory.Write(Path.Combine("graphs", model.Sha256), model.Graph), weights);
    }
}
