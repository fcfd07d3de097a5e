namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// The parameters of the covariance, all as logarithms in one list: for each kernel its amplitude and its length-scales, then the noise.
/// With them their prior, independent normals: few labels keep them near it, many overrule it.
/// </summary>
internal sealed class Hyperparameters
{
    private Hyperparameters(Kernel[] kernels, double[] start, double[] mean, double[] deviation) =>
        (Kernels, Start, Mean, Deviation) = (kernels, start, mean, deviation);

    public Kernel[] Kernels { get; }

    public double[] Start { get; }

    public double[] Mean { get; }

    public double[] Deviation { get; }

    /// <summary>The prior for so many labels: the more there are, the freer are the length-scales.</summary>
    public static Hyperparameters For(Kernel[] kernels, int labels)
    {
        var freedom = Math.Clamp(labels / 300.0, 1, 3);
        var (start, mean, deviation) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var kernel in kernels)
        {
            var length = Math.Log(1.5 * Math.Sqrt(kernel.Features));
            start.AddRange([-0.5 * Math.Log(kernels.Length), .. Enumerable.Repeat(length, kernel.Features)]);
            mean.AddRange([0, .. Enumerable.Repeat(length + 1, kernel.Features)]);
            deviation.AddRange([2, .. Enumerable.Repeat(freedom, kernel.Features)]);
        }

        return new Hyperparameters(kernels, [.. start, Math.Log(0.05)], [.. mean, Math.Log(0.03)], [.. deviation, 2]);
    }

    /// <summary>Returns the position of a kernel's amplitude; its length-scales follow.</summary>
    public int Place(int kernel) => Kernels.Take(kernel).Sum(before => before.Features + 1);
}
