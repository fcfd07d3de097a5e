using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;
using LatBench.Plotting;

namespace LatBench.Cli.Measurements.Plots;

/// <summary>The latencies that a picture is made of: those of a campaign, or all that targets have.</summary>
internal sealed class PlottedLatencies
{
    private readonly CoordinatorConnection _connection;

    private readonly IReadOnlyList<Measurement>? _ofCampaign;

    private PlottedLatencies(CoordinatorConnection connection, IReadOnlyList<MeasuredTarget> targets, string where, IReadOnlyList<Measurement>? ofCampaign) =>
        (_connection, _ofCampaign, Targets) = (connection, ofCampaign, new TargetChoice(targets, where));

    /// <summary>Gets the choice among the targets that have latencies.</summary>
    public TargetChoice Targets { get; }

    /// <summary>Finds what there is.</summary>
    /// <param name="connection">The connection to the coordinator.</param>
    /// <param name="campaign">The full name of the campaign; null for all latencies.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="CliException">There is nothing to draw.</exception>
    public static async Task<PlottedLatencies> FindAsync(CoordinatorConnection connection, string? campaign, CancellationToken cancellationToken)
    {
        if (campaign is null)
        {
            var targets = await TargetsCommand.ReadAsync(connection, "", cancellationToken);
            if (targets.Count == 0)
                throw new CliException("No target has latencies yet: measure with `latbench campaigns submit`, or take in a table with `latbench measurements import`.");
            return new PlottedLatencies(connection, [.. targets.Select(MeasuredTarget.Of)], "here", null);
        }

        await connection.Campaigns.GetCampaignAsync(new GetCampaignRequest { Name = campaign }, cancellationToken: cancellationToken);
        var filter = new ListMeasurementsRequest { Campaign = campaign, Verdict = Verdict.Valid };
        var measurements = await MeasurementCommands.ReadAsync(connection, filter, int.MaxValue, cancellationToken);
        if (measurements.Count == 0)
            throw new CliException($"{campaign} has no valid measurement: `latbench campaigns show {ShellWord.Quote(campaign)}` says how far it is and what became of it.");
        return new PlottedLatencies(connection, [.. measurements.Select(MeasuredTarget.Of).Distinct()], "in " + campaign, measurements);
    }

    /// <summary>Reads the latencies of a target, in milliseconds by the text of the architecture.</summary>
    public async Task<IReadOnlyList<(string Architecture, Interval Ms)>> ReadAsync(MeasuredTarget target, CancellationToken cancellationToken)
    {
        if (_ofCampaign is not null)
            return [.. _ofCampaign.Where(measurement => MeasuredTarget.Of(measurement) == target).Select(measurement => (measurement.EffectiveCell, Ms(measurement.Summary)))];
        var request = new ExportMeasurementsRequest { Target = target.Slug, SearchSpace = target.SearchSpace, ModelConfig = target.Models };
        var table = await ExportCommand.ReadAsync(_connection, request, cancellationToken);
        var intervals = target.IsImported || table.Latencies.Count > Chart.MaxIntervals ? [] : await IntervalsAsync(target, cancellationToken);
        return [.. table.Latencies.Select(row => (row.Architecture, intervals.TryGetValue((row.Architecture, row.LatencyMs), out var interval) ? interval : Interval.Of(row.LatencyMs)))];
    }

    private async Task<Dictionary<(string, double), Interval>> IntervalsAsync(MeasuredTarget target, CancellationToken cancellationToken)
    {
        var intervals = new Dictionary<(string, double), Interval>();
        var filter = new ListMeasurementsRequest { Target = target.Slug, Verdict = Verdict.Valid };
        foreach (var measurement in await MeasurementCommands.ReadAsync(_connection, filter, int.MaxValue, cancellationToken))
        {
            if (MeasuredTarget.Of(measurement) == target)
                intervals[(measurement.EffectiveCell, measurement.Summary.LatencyMs)] = Ms(measurement.Summary);
        }

        return intervals;
    }

    private static Interval Ms(LatencySummary summary) => new(summary.LatencyMs, summary.Ci95LowMs, summary.Ci95HighMs);
}
