using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Figures;

/// <summary>The figures on the card for one model configuration on one target. Every model counts once, however many architectures share it.</summary>
/// <param name="Configuration">The configuration in words: search space where it is not the default one alone, dataset, batch, precision and graph variant.</param>
/// <param name="Architectures">Rows of the table <c>latency</c>.</param>
/// <param name="ValidModels">Models with the verdict valid.</param>
/// <param name="SuspectModels">Models with the verdict suspect.</param>
/// <param name="FailedModels">Models that could not be measured.</param>
/// <param name="Latency">Quiet latencies of the valid models, in milliseconds.</param>
/// <param name="RelativeError">Half-widths of their 95 % intervals relative to them; 0.02 is 2 %.</param>
/// <param name="Contention">Median over quiet latency, minus one.</param>
/// <param name="Passes">The number of passes a model has.</param>
/// <param name="Samples">Inferences a model.</param>
/// <param name="SharedModels">Valid models that more than one architecture shares.</param>
/// <param name="SharingArchitectures">Architectures that share one of them.</param>
/// <param name="Repeat">The result of measuring the same models once more; null where that was not done.</param>
internal sealed record ConfigurationFigures(
    string Configuration,
    int Architectures,
    int ValidModels,
    int SuspectModels,
    int FailedModels,
    Distribution Latency,
    Distribution RelativeError,
    Distribution Contention,
    Distribution Passes,
    Distribution Samples,
    int SharedModels,
    int SharingArchitectures,
    RepeatFigures? Repeat)
{
    /// <summary>Of rows that all have that configuration.</summary>
    public static ConfigurationFigures Of(string configuration, MeasurementRows rows, IReadOnlyList<RepeatRow> repeats)
    {
        var models = rows.Valid.GroupBy(row => row.Measurement.Model.Sha256).ToArray();
        var summaries = Array.ConvertAll(models, model => model.First().Summary);
        return new(
            configuration,
            rows.Valid.Count,
            models.Length,
            Models(rows.Suspect),
            Models(rows.Failed),
            Distribution.Of(summaries.Select(summary => summary.Latency.Milliseconds)),
            Distribution.Of(summaries.Select(summary => summary.RelativeError)),
            Distribution.Of(summaries.Select(summary => summary.Contention)),
            Distribution.Of(summaries.Select(summary => (double)summary.Passes)),
            Distribution.Of(summaries.Select(summary => (double)summary.Samples)),
            models.Count(model => model.Count() > 1),
            models.Where(model => model.Count() > 1).Sum(model => model.Count()),
            RepeatFigures.Of(repeats));
    }

    private static int Models(IEnumerable<MeasurementRow> rows) => rows.Select(row => row.Measurement.Model.Sha256).Distinct(StringComparer.Ordinal).Count();
}
