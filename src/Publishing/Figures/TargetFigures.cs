using LatBench.Measurements;
using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;
using LatBench.SearchSpaces;
using LatBench.Storage.Models;

namespace LatBench.Publishing.Figures;

/// <summary>The figures on the card for the measurements on one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Configurations">Its figures by search space and model configuration: latencies of several have no common median.</param>
/// <param name="Canary">The behaviour of the canary over time; null where it was not read.</param>
internal sealed record TargetFigures(string Target, IReadOnlyList<ConfigurationFigures> Configurations, CanaryFigures? Canary)
{
    /// <summary>Gets a value indicating whether the configurations name their search space: not where there is the default one alone.</summary>
    public bool NamesSpaces { get; init; }

    public static TargetFigures Of(SearchSpaceRegistry spaces, string target, MeasurementRows rows, IReadOnlyList<CanaryRow> canary, IReadOnlyList<RepeatRow> repeats)
    {
        var namesSpaces = rows.Valid.Concat(rows.Suspect).Concat(rows.Failed).Any(row => row.SearchSpace != spaces.Default.Name);
        var again = repeats.ToLookup(row => Title(row.First.Model));
        var configurations = rows.By(row => Title(row.Measurement.Model)).OrderBy(group => group.Key, StringComparer.Ordinal);
        return new(target, [.. configurations.Select(group => ConfigurationFigures.Of(group.Key, group.Value, [.. again[group.Key]]))], CanaryFigures.Of(canary)) { NamesSpaces = namesSpaces };

        string Title(Model model) => namesSpaces ? $"{(spaces.TryGet(model.SearchSpace, out var space) ? space.Title : "Uploaded models")}, {model.Configuration}" : model.Configuration.ToString();
    }
}

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

/// <summary>Numbers that can be asked for their quantiles, and for how many of them do not exceed a bound.</summary>
internal sealed class Distribution
{
    private readonly double[] _sorted;

    private Distribution(double[] sorted) => _sorted = sorted;

    public int Count => _sorted.Length;

    public static Distribution Of(IEnumerable<double> values) => new([.. values.Order()]);

    /// <summary>The quantile of a probability; null where there is no number.</summary>
    public double? At(double probability) => _sorted.Length == 0 ? null : Quantile.OfSorted(_sorted, probability);

    /// <summary>The share of the numbers that are at most <paramref name="bound"/>; null where there is none.</summary>
    public double? ShareUpTo(double bound) => _sorted.Length == 0 ? null : (double)_sorted.Count(value => value <= bound) / _sorted.Length;
}
