using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Figures;

/// <summary>The comparison of a campaign with a second one over some of the same models.</summary>
/// <param name="Models">Models that both campaigns found valid.</param>
/// <param name="Difference">Distance of the two quiet latencies relative to the first.</param>
/// <param name="Covered">Share of the models whose 95 % interval of the first campaign holds the estimate of the second.</param>
/// <param name="Contention">Contention in the second campaign.</param>
internal sealed record RepeatFigures(int Models, Distribution Difference, double Covered, Distribution Contention)
{
    public static RepeatFigures? Of(IReadOnlyList<RepeatRow> rows)
    {
        var valid = rows.Where(row => row.BothValid).ToArray();
        return valid.Length == 0
            ? null
            : new(
                valid.Length,
                Distribution.Of(valid.Select(row => Math.Abs(row.RelativeDifference))),
                (double)valid.Count(row => row.Covers) / valid.Length,
                Distribution.Of(valid.Select(row => row.Repeat.Contention)));
    }
}
