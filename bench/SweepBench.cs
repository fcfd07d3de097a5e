using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;

namespace LatBench.Bench;

/// <summary>Measures the speed of a whole installation: coordinator, dispatch, storage and agent, as processes.</summary>
internal static class SweepBench
{
    private const string Name = "sweep";

    /// <summary>Effective cells of NAS-Bench-201 that are reachable: the models of the whole space.</summary>
    private const int WholeSpace = 9_444;

    private static readonly Option<int> Models = BenchCommand.Count("--models", 400, "Models to measure.");

    public static Command Command() => BenchCommand.Create(
        Name, "How fast a coordinator and an agent measure models, all included.", [Models], (parsed, token) => RunAsync(parsed.GetValue(Models), token));

    private static async Task<object> RunAsync(int models, CancellationToken cancellationToken)
    {
        Console.WriteLine($"settings: one campaign over {models} models (cifar100, batch 1, fp32, one thread) with the default protocol but no spread, data directory fresh, SQLite");
        Console.WriteLine("          (the visits of a model of the whole space lie minutes apart of themselves; the spread would only make a small campaign wait)");
        await using var installation = await LocalInstallation.StartAsync(cancellationToken);
        var outcome = await installation.MeasureAsync(models, new Protocol { Seed = 1, MinSpread = new Duration() }, cancellationToken);

        var progress = outcome.Campaign.Progress;
        var perMinute = progress.Models / outcome.Elapsed.TotalMinutes;
        var inference = progress.InferenceTime.ToTimeSpan() / outcome.Elapsed;
        var visit = outcome.Elapsed.TotalMilliseconds / progress.JobsDone;
        Console.WriteLine($"campaign: {outcome.Elapsed.TotalSeconds:F1} s, {progress.JobsDone} visits, {visit:F1} ms each, {progress.Samples} samples");
        Console.WriteLine($"verdicts: {progress.Valid} valid, {progress.Suspect} suspect, {progress.Failed} failed; median latency {progress.MedianLatencyMs:F3} ms");
        return new
        {
            bench = Name,
            models_per_minute = Math.Round(perMinute, 1),
            share_within_target = Math.Round((double)progress.WithinTarget / progress.Measurements, 4),
            share_of_time_in_inference = Math.Round(inference, 4),
            extrapolated_minutes_9444 = Math.Round(WholeSpace / perMinute, 1),
            visits_per_model = Math.Round((double)progress.JobsDone / progress.Models, 2),
            ms_per_visit = Math.Round(visit, 1),
        };
    }
}
