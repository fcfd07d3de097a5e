using System.Numerics.Tensors;
using LatBench.Prediction.Numerics;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// Chooses what to measure: one architecture after the other, each time the one whose label would take most variance from all the
/// others (greedy A-optimal design).
/// </summary>
internal static class MeasurementChoice
{
    private const int Candidates = 2000;

    public static int[] Choose(Matrix features, int count, ulong seed)
    {
        var places = Places(features.Rows, seed);
        var candidates = new Matrix(places.Length, features.Columns);
        for (var i = 0; i < places.Length; i++)
            features.Row(places[i]).CopyTo(candidates.Row(i));
        var covariance = new Matrix(places.Length, places.Length);
        RowProducts.Multiply(candidates, candidates, covariance, 1);
        var chosen = new List<int>();
        while (chosen.Count < count)
        {
            var best = Best(covariance, chosen);
            chosen.Add(best);
            var row = covariance.Row(best).ToArray();
            var variance = row[best] + LinearPosterior.NoiseVariance;
            for (var i = 0; i < covariance.Rows; i++)
                TensorPrimitives.MultiplyAdd(row, -row[i] / variance, covariance.Row(i), covariance.Row(i));
        }

        return [.. chosen.Select(place => places[place])];
    }

    private static int Best(Matrix covariance, List<int> chosen)
    {
        var (best, most) = (0, double.NegativeInfinity);
        for (var i = 0; i < covariance.Rows; i++)
        {
            var gain = TensorPrimitives.SumOfSquares<double>(covariance.Row(i)) / (covariance[i, i] + LinearPosterior.NoiseVariance);
            if (gain > most && !chosen.Contains(i))
                (best, most) = (i, gain);
        }

        return best;
    }

    private static int[] Places(int rows, ulong seed) =>
        new SplitMix64(seed).Sample([.. Enumerable.Range(0, rows)], Math.Min(Candidates, rows));
}
