using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// The covariances of the members of the ensemble. With many labels one sees all features at once, the other sums up what each group says; they err in different
/// places, and both have a smooth trend over counts and path costs. With fewer labels the first sees counts and path costs alone, and the trend only counts; with very few it is the only one.
/// </summary>
internal static class KernelSets
{
    private const int ManyLabels = 300;

    private const int VeryFewLabels = 60;

    /// <summary>One list of kernels a member, for so many labels and the features of an encoder.</summary>
    public static Kernel[][] For(int labels, IArchitectureEncoder encoder)
    {
        var counts = encoder.Groups[0];
        var (areMany, costs) = (labels >= ManyLabels, new FeatureGroup(0, counts.Count + encoder.Groups[1].Count));
        var trend = new Kernel(KernelShape.Gaussian, areMany || counts.Count == 0 ? encoder.Trend : counts);
        Kernel[] first = [new(KernelShape.Matern32, areMany ? new FeatureGroup(0, encoder.Width) : costs), trend];
        FeatureGroup[] groups = [costs, .. encoder.Groups.Skip(2).Where(group => group.Count > 0)];
        return labels < VeryFewLabels ? [first] : [first, [.. groups.Select(group => new Kernel(KernelShape.Matern32, group)), trend]];
    }
}
