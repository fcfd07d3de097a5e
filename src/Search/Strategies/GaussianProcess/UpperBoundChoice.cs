using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>The options of a Gaussian process strategy.</summary>
/// <param name="HasFigures">True where architectures are compared by figures of the whole as well as place by place.</param>
/// <param name="Scale">The scale of accuracies that it is fitted to.</param>
/// <param name="Starts">The number of candidates that are drawn before it is asked.</param>
/// <param name="Bound">The number of deviations above the mean at which the bound lies.</param>
internal sealed record UpperBoundOptions(bool HasFigures, Func<IReadOnlyList<double>, double[]> Scale, int Starts, double Bound);

/// <summary>
/// Picks the candidates with the greatest upper bound, or, where it is only likely that they meet limits, with the greatest expected gain; one after the
/// other: each that is picked, or still in training, counts as evaluated as expected.
/// </summary>
internal static class UpperBoundChoice
{
    public static IReadOnlyList<Architecture> Choose(SearchView view, int count, UpperBoundOptions options, CancellationToken cancellationToken)
    {
        var open = view.Open();
        var starts = Math.Min(Math.Max(options.Starts - view.Asked.Count, view.Known.Count < 3 ? count : 0), count);
        List<Architecture> chosen = [.. FirstChoice.Of(view, view.Likely(starts).Open(), starts)];
        if (chosen.Count == count)
            return chosen;
        view = view.Grown();
        open = view.Open();
        var targets = options.Scale([.. view.Known.Select(known => known.Accuracy)]);
        var surrogate = Surrogate.Fit(new ArchitectureKernel(view.Candidates.Space, options.HasFigures), [.. view.Known.Select(known => known.Architecture)], targets);
        cancellationToken.ThrowIfCancellationRequested();
        var reported = view.Evaluations.Select(evaluation => evaluation.Architecture).ToHashSet();
        Architecture[] pending = [.. view.Asked.Where(architecture => !reported.Contains(architecture)), .. chosen];
        var prediction = surrogate.Predict([.. pending, .. open.Except(chosen)]);
        for (var i = 0; i < pending.Length; i++)
            prediction.Expect(i);
        var gain = view.Chance is { } chance ? new ExpectedGain(view.Known.Select((known, i) => (targets[i], chance(known.Architecture)))) : null;
        var chances = view.Chance is null ? null : prediction.Architectures.Select(view.Chance).ToArray();
        var taken = new HashSet<int>(Enumerable.Range(0, pending.Length));
        while (chosen.Count < count)
        {
            var best = Enumerable.Range(0, prediction.Mean.Length).Where(place => !taken.Contains(place)).MaxBy(Worth);
            taken.Add(best);
            prediction.Expect(best);
            chosen.Add(prediction.Architectures[best]);
        }

        return chosen;

        double Worth(int place) => gain is null
            ? prediction.Mean[place] + (options.Bound * Math.Sqrt(prediction.Variance[place]))
            : chances![place] * gain.Of(prediction.Mean[place], Math.Sqrt(prediction.Variance[place] + surrogate.Noise));
    }
}
