using System.Numerics.Tensors;
using LatBench.Prediction.Predictors.PaperGcn;

namespace LatBench.Search.Strategies.BrpNas;

/// <summary>The settings and functions that the strategies with networks share.</summary>
internal static class Networks
{
    private const double Dropout = 0.2;

    /// <summary>Small networks and few evaluations take a greater step than the paper's 3.5e-4.</summary>
    private const double LearningRate = 1e-3;

    public static GcnOptions Options(StrategyOptions options) =>
        new() { Hidden = options.Hidden, Epochs = options.Epochs, LearningRate = LearningRate, Dropout = Dropout };

    public static float Dot(float[] a, float[] b) => TensorPrimitives.Dot<float>(a, b);

    /// <summary>Mean 0, deviation 1.</summary>
    public static double[] Standard(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) + 1e-9;
        return [.. values.Select(value => (value - mean) / deviation)];
    }
}
