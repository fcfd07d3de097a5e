using System.Globalization;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Mcp.Tools;
using LatBench.Measurements;
using LatBench.Measurements.Comparisons;
using Measurement = LatBench.Contracts.V1.Measurement;
using Verdict = LatBench.Contracts.V1.Verdict;

namespace LatBench.Coordinator.Mcp;

/// <summary>
/// Compares two latencies for an assistant: by the passes of their measurements, as <c>latbench compare</c> does; where an architecture was not measured on a target, by the
/// predictions of both.
/// </summary>
internal sealed class Comparing(McpApi api)
{
    private const int PageSize = 1000;

    private static readonly ComparisonOptions Options = new();

    /// <summary>Compares the second side with the first.</summary>
    /// <param name="first">What is compared with.</param>
    /// <param name="second">What is compared.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ToolException">There is nothing to compare.</exception>
    public async Task<ComparisonRow> CompareAsync(ComparisonSide first, ComparisonSide second, CancellationToken cancellationToken)
    {
        var (one, other) = (await FindAsync(first, cancellationToken), await FindAsync(second, cancellationToken));
        if (one is { Measured: { } before } && other is { Measured: { } after })
            return await CompareMeasuredAsync(first, before, second, after, cancellationToken);
        if (one is { } known && other is { } alsoKnown)
            return CompareImported(first, known, second, alsoKnown);
        var missing = one is null ? first : second;
        return first.Model.Uploaded is null && second.Model.Uploaded is null
            ? await ComparePredictedAsync(first, second, cancellationToken)
            : throw new ToolException($"{missing.Name} has no usable measurement in {Words.Of(missing.Precision)}: measure it with submit_campaign, or see measurements for what there is.");
    }

    private async Task<ComparisonRow> CompareMeasuredAsync(ComparisonSide first, Measurement before, ComparisonSide second, Measurement after, CancellationToken cancellationToken)
    {
        var (one, other) = (await PassesAsync(before, cancellationToken), await PassesAsync(after, cancellationToken));
        var sameMachine = before.Target == after.Target;
        var samePasses = sameMachine && before.Campaign == after.Campaign && before.ReusedFrom.Length == 0 && after.ReusedFrom.Length == 0;
        var setting = new ComparisonSetting(samePasses, sameMachine)
        {
            Drift = sameMachine && !samePasses ? MachineDrift.Between(Results(one), Results(other), Options.Seed) : null,
            DifferentConfigurations = before.ModelConfig?.Batch == after.ModelConfig?.Batch ? null : "The batches are different, so the latencies are not of the same work.",
        };
        var comparison = MeasurementComparer.Compare(Side(one, before), Side(other, after), setting, Options);
        return Describe(
            first, new(first.Model.Text, first.Target, Limits.Round(before.Summary.LatencyMs), before.Name, before.ModelConfig?.Describe()),
            second, new(second.Model.Text, second.Target, Limits.Round(after.Summary.LatencyMs), after.Name, after.ModelConfig?.Describe()),
            comparison, 95, "measurements");

        static LatBench.Measurements.PassResult[] Results(IEnumerable<NumberedPass> passes) => [.. passes.Select(pass => pass.Result)];

        static ComparedMeasurement Side(IReadOnlyList<NumberedPass> passes, Measurement measurement) => new() { Passes = passes, HasDrifted = measurement.Verdict == Verdict.Suspect };
    }

    private async Task<ComparisonRow> ComparePredictedAsync(ComparisonSide first, ComparisonSide second, CancellationToken cancellationToken)
    {
        var ((one, by), (other, andBy)) = (await PredictAsync(first, cancellationToken), await PredictAsync(second, cancellationToken));
        var ratio = RatioEstimator.FromIntervals(Latency(one.LatencyMs), (Latency(one.LowMs), Latency(one.HighMs)), Latency(other.LatencyMs), (Latency(other.LowMs), Latency(other.HighMs)));
        return Describe(
            first, new(first.Model.Text, first.Target, Limits.Round(one.LatencyMs), by, null),
            second, new(second.Model.Text, second.Target, Limits.Round(other.LatencyMs), andBy, null),
            MeasurementComparer.Compare(ratio, Latency(one.LatencyMs), Latency(other.LatencyMs), Options), 90, "predictions");

        static Latency Latency(double milliseconds) => LatBench.Measurements.Latency.FromMilliseconds(milliseconds);
    }

    /// <summary>Tables that were imported have no intervals: the ratio is told, and nothing is decided.</summary>
    private static ComparisonRow CompareImported(ComparisonSide first, Known one, ComparisonSide second, Known other)
    {
        var ratio = Limits.Round(other.LatencyMs / one.LatencyMs);
        return new ComparisonRow(
            string.Create(CultureInfo.InvariantCulture, $"{second.Name} has {ratio} times the latency of {first.Name}, but at least one of the two comes from an imported table, which says no interval: how certain that is, is not known."),
            "cannot_tell", ratio, null, null, null, "imported latencies",
            new(first.Model.Text, first.Target, Limits.Round(one.LatencyMs), one.Measured?.Name, one.Configuration),
            new(second.Model.Text, second.Target, Limits.Round(other.LatencyMs), other.Measured?.Name, other.Configuration));
    }

    private static ComparisonRow Describe(
        ComparisonSide first, ComparedLatency one, ComparisonSide second, ComparedLatency other, Comparison comparison, int percent, string basedOn)
    {
        if (comparison.Ratio is not { } ratio)
            return new ComparisonRow($"It cannot be told which is faster: {comparison.Explanation}", "cannot_tell", null, null, null, null, basedOn, one, other);
        var (value, low, high) = (Limits.Round(ratio.Value), Limits.Round(ratio.Low), double.IsFinite(ratio.High) ? Limits.Round(ratio.High) : (double?)null);
        var measured = basedOn == "predictions" ? "is predicted to take" : "takes";
        var figures = string.Create(CultureInfo.InvariantCulture, $"{second.Name} {measured} {value} times as long as {first.Name} ({percent} % interval {low} to {high?.ToString(CultureInfo.InvariantCulture) ?? "infinity"})");
        var (verdict, words) = comparison.Verdict switch
        {
            ComparisonVerdict.Faster => ("faster", $"{second.Name} is faster."),
            ComparisonVerdict.Slower => ("slower", $"{first.Name} is faster."),
            ComparisonVerdict.NoDifference => ("no_difference", "there is no difference of more than 2 %."),
            _ => ("cannot_tell", $"this does not decide which is faster. {comparison.Explanation}"),
        };
        return new ComparisonRow($"{figures}: {words}", verdict, value, low, high, percent, basedOn, one, other);
    }

    /// <summary>Finds the newest valid measurement of a side, a suspect one only where there is no other; or the latency of an imported table.</summary>
    private async Task<Known?> FindAsync(ComparisonSide side, CancellationToken cancellationToken)
    {
        if (side.Model.Uploaded is { } model)
            return await FindUploadedAsync(model, side, cancellationToken) is { } measured ? new Known(measured.Summary.LatencyMs, measured, null) : null;
        var request = new ListArchitectureLatenciesRequest { SearchSpace = side.Model.Space, Architecture = side.Model.Text };
        var found = (await api.Measurements.ListArchitectureLatenciesAsync(request, cancellationToken: cancellationToken)).Latencies
            .FirstOrDefault(latency => latency.Target == side.Target && PrecisionOf(latency.ModelConfig) == side.Precision);
        if (found is null)
            return null;
        var measurement = found.Measurement.Length == 0 ? null
            : (await api.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = found.Measurement }, cancellationToken: cancellationToken)).Measurement;
        return new Known(found.LatencyMs, measurement, found.ModelConfig?.Describe());
    }

    private async Task<Measurement?> FindUploadedAsync(string model, ComparisonSide side, CancellationToken cancellationToken)
    {
        Measurement? chosen = null;
        var request = new ListMeasurementsRequest { Model = model, Target = side.Target, PageSize = PageSize };
        do
        {
            var page = await api.Measurements.ListMeasurementsAsync(request, cancellationToken: cancellationToken);
            foreach (var measurement in page.Measurements.Where(one => one is { Summary: not null, Verdict: Verdict.Valid or Verdict.Suspect } && PrecisionOf(one.ModelConfig) == side.Precision))
            {
                if (chosen is null || measurement.Verdict == Verdict.Valid || chosen.Verdict == Verdict.Suspect)
                    chosen = measurement;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return chosen;
    }

    private async Task<IReadOnlyList<NumberedPass>> PassesAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        var answer = await api.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = measurement.Name }, cancellationToken: cancellationToken);
        return
        [
            .. answer.Passes.Where(pass => pass is { Counted: true, Result.SamplesNs.Count: > 0 }).OrderBy(pass => pass.Number)
                .Select(pass => new NumberedPass(pass.Number, pass.Result.ToDomain() with { WarmUpNs = [] })),
        ];
    }

    private async Task<(Contracts.V1.Prediction Prediction, string Predictor)> PredictAsync(ComparisonSide side, CancellationToken cancellationToken)
    {
        var request = new PredictRequest { Target = side.Target, SearchSpace = side.Model.Space, Architectures = { side.Model.Text } };
        var answer = await api.Predictors.PredictAsync(request, cancellationToken: cancellationToken);
        return (answer.Predictions[0], $"{answer.Predictor}, version {answer.Version}");
    }

    private static Precision PrecisionOf(ModelConfig? configuration) => configuration is null or { Precision: Precision.Unspecified } ? Precision.Fp32 : configuration.Precision;

    /// <summary>The latency of one side of a comparison, with its origin.</summary>
    /// <param name="LatencyMs">The latency.</param>
    /// <param name="Measured">The measurement; null for an imported one.</param>
    /// <param name="Configuration">The model configuration in words.</param>
    private sealed record Known(double LatencyMs, Measurement? Measured, string? Configuration);
}
