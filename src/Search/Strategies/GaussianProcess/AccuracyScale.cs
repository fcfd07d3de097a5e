namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>Scales accuracies to the values that a Gaussian process is fitted to: mean 0, deviation 1.</summary>
internal static class AccuracyScale
{
    /// <summary>The logarithm of the error, negative: what is good and what is very good stay apart.</summary>
    public static double[] LogError(IReadOnlyList<double> accuracies) => Standard([.. accuracies.Select(accuracy => -Math.Log(Math.Max(100.1 - accuracy, 0.1)))]);

    /// <summary>
    /// Linear above the median, logarithmic below it: by how much a bad network is bad says little about the best ones, and must not stretch the scale.
    /// </summary>
    public static double[] TopHeavy(IReadOnlyList<double> accuracies)
    {
        double[] sorted = [.. accuracies.Order()];
        var median = At(0.5);
        var spread = Math.Max(At(0.9) - median, 1e-6);
        return Standard([.. accuracies.Select(accuracy => (accuracy - median) / spread).Select(z => z < 0 ? -Math.Log(1 - z) : z)]);

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var below = (int)place;
            return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
        }
    }

    private static double[] Standard(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) + 1e-9;
        return [.. values.Select(value => (value - mean) / deviation)];
    }
}
