using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Figures;

/// <summary>The figures on the card for the measurements on one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Configurations">Its figures by model configuration: latencies of several configurations have no common median.</param>
/// <param name="Canary">The behaviour of the canary over time; null where it was not read.</param>
internal sealed record TargetFigures(string Target, IReadOnlyList<ConfigurationFigures> Configurations, CanaryFigures? Canary)
{
    public static TargetFigures Of(string target, MeasurementRows rows, IReadOnlyList<CanaryRow> canary, IReadOnlyList<RepeatRow> repeats)
    {
        var again = repeats.ToLookup(row => row.First.Model.Configuration.ToString());
        var configurations = rows.By(row => row.Measurement.Model.Configuration.ToString()).OrderBy(group => group.Key, StringComparer.Ordinal);
        return new(target, [.. configurations.Select(group => ConfigurationFigures.Of(group.Key, group.Value, [.. again[group.Key]]))], CanaryFigures.Of(canary));
    }
}
