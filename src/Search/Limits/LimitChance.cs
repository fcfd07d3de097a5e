using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Numerics;

namespace LatBench.Search.Limits;

/// <summary>The probability that a network meets a limit, as its prediction and the 90 % interval say: the logarithm of the latency is taken for normal.</summary>
public static class LimitChance
{
    /// <summary>From it on a network is likely to meet the limit.</summary>
    public const double Likely = 0.5;

    private const double MinDeviation = 1e-6;

    /// <summary>The chance, 0 to 1.</summary>
    public static double Of(LatencyPrediction prediction, Latency limit)
    {
        var deviation = Math.Max(Math.Log(prediction.High.Milliseconds / prediction.Low.Milliseconds) / (2 * StandardNormal.NineTenths), MinDeviation);
        return StandardNormal.Below(Math.Log(limit.Milliseconds / prediction.Latency.Milliseconds) / deviation);
    }
}
