using LatBench.Cli.Connection;
using LatBench.Cli.Measurements;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measure;

/// <summary>Gathers the measurements of a campaign by the files that they are of.</summary>
/// <param name="connection">The coordinator.</param>
/// <param name="files">A row for each file, without measurements.</param>
internal sealed class MeasureGathering(CoordinatorConnection connection, IReadOnlyList<MeasureRow> files)
{
    private const string Prefix = "models/";

    /// <summary>Reads what there is so far: every file in every configuration on every target, in the order of the files.</summary>
    public async Task<IReadOnlyList<MeasureRow>> ReadAsync(Campaign campaign, bool withProfiles, CancellationToken cancellationToken)
    {
        var measurements = (await MeasurementCommands.ReadAsync(connection, new ListMeasurementsRequest { Campaign = campaign.Name }, int.MaxValue, cancellationToken))
            .ToLookup(measurement => measurement.EffectiveCell, StringComparer.Ordinal);
        var skipped = campaign.Skipped.ToLookup(one => one.Architecture, one => one.Reason, StringComparer.Ordinal);
        var rows = new List<MeasureRow>();
        foreach (var file in files)
        {
            if (file.Model is null)
            {
                rows.Add(file);
                continue;
            }

            var sha256 = file.Model.Name[Prefix.Length..];
            foreach (var measurement in measurements[sha256].OrderBy(one => one.Target, StringComparer.Ordinal).ThenBy(one => one.ModelConfig.Precision).ThenBy(one => one.ModelConfig.Batch))
            {
                var profile = withProfiles
                    ? (await connection.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = measurement.Name }, cancellationToken: cancellationToken)).Profile
                    : null;
                rows.Add(file with { Measurement = measurement, Profile = profile, Reason = Reason(measurement) });
            }

            rows.AddRange(skipped[sha256].Select(reason => file with { Reason = reason }));
        }

        return rows;
    }

    private static string? Reason(Measurement measurement) => measurement switch
    {
        { Verdict: Verdict.Failed } => measurement.FailureMessage,
        { Verdict: Verdict.Cancelled } => "The campaign was cancelled before it was measured.",
        _ => null,
    };
}
