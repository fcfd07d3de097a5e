using System.Runtime.CompilerServices;
using LatBench.Prediction.Encoding;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>
/// The similarity of two architectures: a Matérn 3/2 term over the number of places with different options, and, where it is asked for, a smooth term over
/// figures of the whole architecture (counts, depths, size). In a space without a kernel of its own the figures are the features of its encoder, for both terms.
/// </summary>
/// <param name="space">The space.</param>
/// <param name="figures">True for both terms, false for the first.</param>
internal sealed class ArchitectureKernel(ISearchSpace space, bool figures)
{
    /// <summary>The number of descriptions of a generation of the cache: more than the candidates of a search.</summary>
    private const int MaxPoints = 40_000;

    private static readonly ConditionalWeakTable<ISearchSpace, RecentCache<Architecture, KernelPoint>> Points = [];

    private readonly IArchitectureKernel? _own = space.Kernel;

    private readonly IArchitectureEncoder? _features = space.Kernel is null ? NetworkFeatures.EncodersOf(space).Features : null;

    public int Terms => figures ? 2 : 1;

    /// <summary>The description of an architecture.</summary>
    public KernelPoint Point(Architecture architecture) =>
        OwnPoint(architecture) ?? new KernelPoint([], [.. _features!.Row(architecture).Select((feature, i) => feature * _features!.Scales[i])]);

    /// <summary>Both distances, squared.</summary>
    public (double Choices, double Figures) Distance(KernelPoint a, KernelPoint b)
    {
        if (_own is null)
        {
            var squared = Squared(a.Figures, b.Figures) / (2 * Math.Max(1, a.Figures.Length)); // two of so many standard deviations are far apart
            return (squared, squared);
        }

        var differences = 0;
        for (var i = 0; i < a.Choices.Length; i++)
            differences += a.Choices[i] == b.Choices[i] ? 0 : 1;
        var choices = 2.0 * differences / (_own.TypicalChoiceDistance * _own.TypicalChoiceDistance);
        return (choices, figures ? Squared(a.Figures, b.Figures) / (_own.TypicalFigureDistance * _own.TypicalFigureDistance) : 0);
    }

    /// <summary>The covariance under parameters of <see cref="SurrogateParameters"/>.</summary>
    public double At((double Choices, double Figures) distance, double[] parameters)
    {
        var r = Math.Sqrt(3 * distance.Choices) * Math.Exp(-parameters[Terms]);
        var choices = Math.Exp(2 * parameters[0]) * (1 + r) * Math.Exp(-r);
        return figures
            ? choices + (Math.Exp(2 * parameters[1]) * Math.Exp(-0.5 * distance.Figures * Math.Exp(-2 * parameters[Terms + 1])))
            : choices;
    }

    /// <summary>The covariance of an architecture with itself.</summary>
    public double Variance(double[] parameters) => Enumerable.Range(0, Terms).Sum(term => Math.Exp(2 * parameters[term]));

    /// <summary>The description by the space's own kernel. It is kept where the space is too large to be listed: a search reads those of all candidates at every step.</summary>
    private KernelPoint? OwnPoint(Architecture architecture) => _own is null || SpaceIndex.Has(space)
        ? _own?.Point(architecture)
        : Points.GetValue(space, one => new RecentCache<Architecture, KernelPoint>(MaxPoints, one.Kernel!.Point)).Get(architecture);

    private static double Squared(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }
}
