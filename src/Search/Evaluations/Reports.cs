using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Evaluations;

/// <summary>The rules for the reports that a search accepts.</summary>
public static class Reports
{
    /// <summary>Checks one report. The same report may come again.</summary>
    /// <param name="evaluation">The report.</param>
    /// <param name="asked">Every suggestion.</param>
    /// <param name="known">Every report before.</param>
    /// <exception cref="SearchException">The report is refused; the message says why.</exception>
    public static void Check(Evaluation evaluation, IReadOnlyCollection<Architecture> asked, IEnumerable<Evaluation> known)
    {
        CheckAccuracy(evaluation.Accuracy);
        if (!asked.Contains(evaluation.Architecture))
            throw new SearchException($"Architecture {evaluation.Architecture.Code} was never suggested by this search: report only what suggest gave.");
        foreach (var before in known)
        {
            if (before.Architecture == evaluation.Architecture && before.Accuracy != evaluation.Accuracy)
                throw new SearchException(FormattableString.Invariant($"Architecture {evaluation.Architecture.Code} was reported before with {Text(before)}: the first report counts, this one changes nothing."));
        }
    }

    /// <summary>Checks that an accuracy is a percentage.</summary>
    /// <exception cref="SearchException">It is not.</exception>
    public static void CheckAccuracy(double? accuracy)
    {
        if (accuracy is not null and not (>= 0 and <= 100))
            throw new SearchException(FormattableString.Invariant($"{accuracy} is not an accuracy: give a percentage from 0 to 100."));
    }

    private static string Text(Evaluation evaluation) =>
        evaluation.Accuracy is { } accuracy ? FormattableString.Invariant($"{accuracy} %") : "a failed training";
}
