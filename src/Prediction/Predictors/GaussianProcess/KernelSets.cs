using LatBench.Prediction.Encoding;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// The covariances of the members of the ensemble. One sees all features at once, the other sums up what each group says; they err in different
/// places. Both have a smooth trend: over the counts alone where labels are few, with path costs where they are many.
/// </summary>
internal static class KernelSets
{
    private const int ManyLabels = 300;

    /// <summary>The counts and the costs of the paths under the first price list.</summary>
    private const int CountsAndPaths = 10;

    /// <summary>One list of kernels a member, for so many labels.</summary>
    public static Kernel[][] For(int labels)
    {
        var table = FeatureTable.Instance;
        var (counts, paths) = (table.Groups[0], table.Groups[1]);
        var trend = new Kernel(KernelShape.Gaussian, labels < ManyLabels ? counts : new FeatureGroup(0, CountsAndPaths));
        Kernel[] whole = [new(KernelShape.Matern32, table.All), trend];
        FeatureGroup[] groups = [new(0, counts.Count + paths.Count), .. table.Groups[2..]];
        return [whole, [.. groups.Select(group => new Kernel(KernelShape.Matern32, group)), trend]];
    }
}
