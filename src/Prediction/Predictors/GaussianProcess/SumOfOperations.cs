using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Predictors.Linear;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// A latency as the sum over the operations of an architecture (the first group of features), fitted by least squares of the relative error. Where a space is close to that, as DARTS is
/// on a CPU, it errs in other places than the processes do, and both together err less. Its share is what fits labels best that neither saw (stacking; D. H. Wolpert, "Stacked
/// generalization", 1992).
/// </summary>
internal static class SumOfOperations
{
    private const double Ridge = 1e-4;

    /// <summary>A smaller share is chance: where latencies are no such sum, it is far off for some architectures.</summary>
    private const double MinShare = 0.25;

    /// <summary>The part of the labels that the share is fitted to: those that are far from both say little of it.</summary>
    private const double KeptShare = 0.9;

    /// <summary>Fits the sum.</summary>
    public static LinearModel Fit(IArchitectureEncoder encoder, IReadOnlyList<LabelledArchitecture> labels)
    {
        var counts = encoder.Groups[0];
        double[] latencies = [.. labels.Select(label => label.Latency.Milliseconds)];
        var scale = labels.Count / latencies.Sum(latency => 1 / (latency * latency));
        var fitted = LeastSquares.Fit([.. labels.Select(label => Row(encoder.Row(label.Architecture)))], latencies, Ridge, [.. latencies.Select(latency => scale / (latency * latency))]);
        var weights = new double[encoder.Width + 1];
        weights[0] = fitted[0];
        for (var i = 0; i < counts.Count; i++)
            weights[counts.First + i + 1] = fitted[i + 1] * encoder.Scales[counts.First + i];
        return new LinearModel(encoder, weights, isLog: false, latencies.Min() / 2);

        double[] Row(float[] features) => [.. Enumerable.Range(counts.First, counts.Count).Select(i => features[i] * encoder.Scales[i])];
    }

    /// <summary>Returns the share of the sum, 0 to 1, from errors on labels that neither saw.</summary>
    /// <param name="errors">For each label the error of the processes and that of the sum, in logarithms.</param>
    public static double ShareOf(IReadOnlyList<(double Processes, double Sum)> errors)
    {
        var kept = errors.OrderBy(error => Math.Abs(error.Processes) + Math.Abs(error.Sum)).Take((int)Math.Ceiling(KeptShare * errors.Count)).ToArray();
        var (products, squares) = (kept.Sum(error => error.Processes * (error.Processes - error.Sum)), kept.Sum(error => (error.Processes - error.Sum) * (error.Processes - error.Sum)));
        var share = squares > 0 ? Math.Clamp(products / squares, 0, 1) : 0;
        return share < MinShare ? 0 : share;
    }
}
