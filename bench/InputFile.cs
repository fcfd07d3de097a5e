using LatBench.DeviceAgent.Runner;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Bench;

/// <summary>The inputs that the agent gives a model, as a file that the bare loop reads: both run on the same values.</summary>
internal static class InputFile
{
    /// <summary>Gets the file of a plan, beside its graph; it is written at the first call.</summary>
    public static string Of(JobPlan plan)
    {
        var path = plan.GraphPath + ".inputs";
        if (File.Exists(path)) return path;
        using var weights = new WeightsMemory(OrtNative.TakesWeightsFromMemory);
        using var options = SessionFactory.Options(plan);
        if (plan.WeightsPath is { } file) weights.AddTo(options, file);
        using var session = new InferenceSession(File.ReadAllBytes(plan.GraphPath), options);
        using var output = File.Create(path);
        foreach (var (_, value) in ModelInputs.CreateAll(session))
        {
            using (value)
                output.Write(value.GetTensorMutableRawData());
        }

        return path;
    }
}
