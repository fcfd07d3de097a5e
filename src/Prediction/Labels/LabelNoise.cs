using LatBench.SearchSpaces;

namespace LatBench.Prediction.Labels;

/// <summary>
/// The agreement of labels of the same network: they are measurements of the same network, so no predictor can be expected
/// to come closer to single labels than this. Each label is compared with the mean of its group, itself included.
/// </summary>
/// <param name="Labels">The number of labels that share their network with another.</param>
/// <param name="Within1">Percentage of them within 1 % of their group; NaN without any.</param>
/// <param name="Within5">Percentage within 5 %.</param>
/// <param name="Within10">Percentage within 10 %.</param>
public sealed record LabelNoise(int Labels, double Within1, double Within5, double Within10)
{
    /// <summary>Compares labels with their groups.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="labels">Any labels; architectures that share no network say nothing.</param>
    public static LabelNoise Of(ISearchSpace space, IEnumerable<LabelledArchitecture> labels)
    {
        var errors = NetworkSplit.Networks(space, labels).Where(group => group.Count() > 1).SelectMany(Errors).ToArray();
        return new LabelNoise(errors.Length, Share(errors, 0.01), Share(errors, 0.05), Share(errors, 0.10));
    }

    private static IEnumerable<double> Errors(IEnumerable<LabelledArchitecture> group)
    {
        var latencies = group.Select(label => label.Latency.Milliseconds).ToArray();
        var mean = latencies.Average();
        return latencies.Select(latency => Math.Abs(latency - mean) / latency);
    }

    private static double Share(double[] errors, double limit) =>
        errors.Length == 0 ? double.NaN : 100.0 * errors.Count(error => error <= limit) / errors.Length;
}
