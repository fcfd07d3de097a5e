using LatBench.Prediction.Encoding;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// The covariances of the members of the ensemble. With many labels one sees all features at once, the other sums up what each group says; they err in different
/// places, and both have a smooth trend over counts and path costs. With fewer labels the first sees counts and path costs alone, and the trend only counts; with very few it is the only one.
/// </summary>
internal static class KernelSets
{
    private const int ManyLabels = 300;

    private const int VeryFewLabels = 60;

    /// <summary>The counts and the costs of the paths under the first operation cost vector.</summary>
    private const int CountsAndPaths = 10;

    /// <summary>One list of kernels a member, for so many labels.</summary>
    public static Kernel[][] For(int labels)
    {
        var table = FeatureTable.Instance;
        var (counts, paths) = (table.Groups[0], table.Groups[1]);
        var (areMany, costs) = (labels >= ManyLabels, new FeatureGroup(0, counts.Count + paths.Count));
        var trend = new Kernel(KernelShape.Gaussian, areMany ? new FeatureGroup(0, CountsAndPaths) : counts);
        Kernel[] first = [new(KernelShape.Matern32, areMany ? table.All : costs), trend];
        FeatureGroup[] groups = [costs, .. table.Groups[2..]];
        return labels < VeryFewLabels ? [first] : [first, [.. groups.Select(group => new Kernel(KernelShape.Matern32, group)), trend]];
    }
}
