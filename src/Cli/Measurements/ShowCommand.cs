using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("measurements", "measurement");
        var json = OptionFactory.Json();
        var command = host.Command("show", "One measurement; with --json also every pass with its raw samples and conditions.", "latbench measurements show 12");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetMeasurementRequest { Name = context.Get(name)! };
            var response = await connection.Measurements.GetMeasurementAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(response);
            else
                context.Terminal.Pairs([.. Describe(response.Measurement), ("Passes kept", Figures.Count(response.Passes.Count))]);
            return ExitCode.Done;
        });
    }

    private static IEnumerable<(string, string)> Describe(Measurement measurement)
    {
        var model = measurement.ModelConfig ?? new ModelConfig();
        yield return ("Measurement", measurement.Name);
        yield return ("Campaign", measurement.Campaign);
        yield return ("Target", measurement.Target);
        yield return ("Effective cell", measurement.EffectiveCell);
        yield return ("Model", $"{Words.Of(Words.Datasets, model.Dataset)}, batch {Figures.Count(model.Batch)}, {Words.Of(Words.Precisions, model.Precision)}, {Words.Of(Words.Variants, model.GraphVariant)}");
        yield return ("SHA-256", measurement.ModelSha256);
        yield return ("Verdict", MeasurementText.Verdict(measurement));
        foreach (var suspicion in measurement.Suspicions)
            yield return ("Suspicion", suspicion);
        if (measurement.Verdict == Verdict.Failed)
            yield return ("Failure", $"{Words.Of(measurement.FailureReason)}: {measurement.FailureMessage}");
        if (measurement.ReusedFrom.Length > 0)
            yield return ("Reused from", measurement.ReusedFrom);
        if (measurement.StopReason != StopReason.Unspecified)
            yield return ("Stopped", Words.Of(measurement.StopReason));
        foreach (var pair in Summarise(measurement.Summary))
            yield return pair;
        yield return ("Measured", Figures.Time(measurement.MeasureTime));
    }

    private static IEnumerable<(string, string)> Summarise(LatencySummary? summary)
    {
        if (summary is null)
            yield break;
        yield return ("Latency", $"{Figures.Milliseconds(summary.LatencyMs)} (95 %: {Figures.Milliseconds(summary.Ci95LowMs)} to {Figures.Milliseconds(summary.Ci95HighMs)}, {MeasurementText.Error(summary)})");
        yield return ("Median", Figures.Milliseconds(summary.MedianMs));
        yield return ("Mean", Figures.Milliseconds(summary.MeanMs));
        yield return ("Minimum", Figures.Milliseconds(summary.MinMs));
        yield return ("90th percentile", summary.HasP90Ms ? Figures.Milliseconds(summary.P90Ms) : Figures.None);
        yield return ("99th percentile", summary.HasP99Ms ? Figures.Milliseconds(summary.P99Ms) : Figures.None);
        yield return ("Interquartile mean", Figures.Milliseconds(summary.IqrMeanMs));
        yield return ("Contention", Figures.Percent(summary.Contention));
        yield return ("Samples", $"{Figures.Count(summary.Samples)} in {Figures.Count(summary.Passes)} passes");
        yield return ("Session creation", Figures.Milliseconds(summary.SessionCreationMs));
        yield return ("Peak memory", summary.HasPeakMemoryBytes ? Figures.Bytes(summary.PeakMemoryBytes) : Figures.None);
    }
}
