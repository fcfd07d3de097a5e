using System.CommandLine;
using LatBench.Bench.Browsers;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Hardware;
using LatBench.Exporter;
using LatBench.Models;
using LatBench.Prediction.Evaluation;

namespace LatBench.Bench;

/// <summary>Measures how far two independent campaigns over the same models differ, and whether their intervals say so.</summary>
internal static class RepeatabilityBench
{
    private const string Name = "repeatability";

    private static readonly Option<int> Models = BenchCommand.Count("--models", 100, "Models to measure twice.");

    private static readonly Option<int> EagleModels = BenchCommand.Count(
        "--eagle-models", 30, "Models of them to measure twice in eagle's way as well, which takes 1.5 s a model or more each time.");

    private static readonly Option<bool> Browser = new("--browser") { Description = "Measure in Chromium with WASM and one thread, and the same models once with the agent; nothing in eagle's way." };

    public static Command Command() => BenchCommand.Create(
        Name,
        "How far two independent campaigns over the same models differ, and beside them eagle's way of measuring.",
        [Models, EagleModels, Browser],
        (parsed, token) => RunAsync(parsed.GetValue(Models), parsed.GetValue(EagleModels), parsed.GetValue(Browser), token));

    private static async Task<object> RunAsync(int models, int eagleModels, bool browser, CancellationToken cancellationToken)
    {
        Console.WriteLine($"settings: two campaigns one after the other over the same {models} models (cifar100, batch 1, fp32, one thread), default protocol, orders of visits unrelated");
        var (first, second, native, machine) = browser ? await BrowserCampaignsAsync(models, cancellationToken) : await CampaignsAsync(models, cancellationToken);
        Console.WriteLine($"campaigns: {first.Elapsed.TotalSeconds:F1} s and {second.Elapsed.TotalSeconds:F1} s, {first.Campaign.Progress.JobsDone} and {second.Campaign.Progress.JobsDone} visits");
        Console.WriteLine($"machine:   slow at {machine.First.SlowShare:P0} and {machine.Second.SlowShare:P0} of the canary's readings; its quiet level {machine.Shift:P2} from one campaign to the other");

        var pairs = Pairs(first.Measurements, second.Measurements);
        var headline = Differences(pairs, summary => summary.LatencyMs);
        var median = Differences(pairs, summary => summary.MedianMs);
        var mean = Differences(pairs, summary => summary.MeanMs);
        var minimum = Differences(pairs, summary => summary.MinMs);
        var coverage = pairs.Average(pair => ((Holds(pair.First, pair.Second) ? 1.0 : 0) + (Holds(pair.Second, pair.First) ? 1 : 0)) / 2);
        foreach (var (name, rounds) in new[] { ("quiet", headline), ("median", median), ("mean", mean), ("minimum", minimum) })
            Console.WriteLine($"{name + ":",-9} relative difference {rounds.Median:P2} median, {rounds.Quantile(0.9):P2} 90th percentile");
        var eagle = browser ? null : Eagle(pairs, first.Elapsed / models, Math.Min(eagleModels, models), cancellationToken);
        var overNative = native is null ? null : OverNative(first.Measurements, native.Measurements);
        return new
        {
            bench = Name,
            median_rel_diff = Math.Round(headline.Median, 5),
            p90_rel_diff = Math.Round(headline.Quantile(0.9), 5),
            ci_coverage = Math.Round(coverage, 4),
            median_of_samples = Figures(median),
            mean_of_samples = Figures(mean),
            min_of_samples = Figures(minimum),
            models = pairs.Count,
            seconds_per_campaign = new[] { Math.Round(first.Elapsed.TotalSeconds, 1), Math.Round(second.Elapsed.TotalSeconds, 1) },
            valid = new[] { first.Campaign.Progress.Valid, second.Campaign.Progress.Valid },
            slow_share = new[] { Math.Round(machine.First.SlowShare, 3), Math.Round(machine.Second.SlowShare, 3) },
            canary_shift = Math.Round(machine.Shift, 5),
            eagle,
            wasm_over_native = overNative,
        };
    }

    private static async Task<(CampaignOutcome First, CampaignOutcome Second, CampaignOutcome? Native, MachineStates Machine)> CampaignsAsync(int models, CancellationToken cancellationToken)
    {
        await using var installation = await LocalInstallation.StartAsync(cancellationToken);
        var (first, second, machine) = await TwoCampaignsAsync(installation, models, LocalInstallation.Device, cancellationToken);
        return (first, second, null, machine);
    }

    /// <summary>Two campaigns in a browser; then, with the browser closed, one of the same models with the agent.</summary>
    private static async Task<(CampaignOutcome First, CampaignOutcome Second, CampaignOutcome? Native, MachineStates Machine)> BrowserCampaignsAsync(int models, CancellationToken cancellationToken)
    {
        await using var installation = await LocalInstallation.StartCoordinatorAsync(cancellationToken);
        await installation.InstallWebRuntimeAsync(cancellationToken);
        (CampaignOutcome, CampaignOutcome, MachineStates) measured;
        await using (var browser = await BrowserAgent.LaunchAsync())
        {
            await browser.EnrolAsync(installation, cancellationToken);
            Console.WriteLine($"browser:  Chromium {browser.Browser.Version}, headless, {browser.Target}");
            measured = await TwoCampaignsAsync(installation, models, browser.Target, cancellationToken);
        }

        await installation.StartAgentAsync(cancellationToken);
        var native = await installation.MeasureAsync(models, new Protocol { Seed = 3 }, cancellationToken);
        return (measured.Item1, measured.Item2, native, measured.Item3);
    }

    private static async Task<(CampaignOutcome First, CampaignOutcome Second, MachineStates Machine)> TwoCampaignsAsync(
        LocalInstallation installation, int models, string target, CancellationToken cancellationToken)
    {
        var first = await installation.MeasureAsync(models, new Protocol { Seed = 1 }, cancellationToken, target);
        var second = await installation.MeasureAsync(models, new Protocol { Seed = 2 }, cancellationToken, target);
        return (first, second, new MachineStates(
            MachineState.Of(await installation.PassesAsync(first.Measurements, cancellationToken)),
            MachineState.Of(await installation.PassesAsync(second.Measurements, cancellationToken))));
    }

    /// <summary>The latencies of WASM over those of the agent on the same models, and how well their orders agree.</summary>
    private static object OverNative(IReadOnlyList<Measurement> browser, IReadOnlyList<Measurement> native)
    {
        var pairs = Pairs(browser, native);
        var ratios = new Rounds();
        foreach (var pair in pairs) ratios.Add(pair.First.LatencyMs / pair.Second.LatencyMs);
        double[] wasm = [.. pairs.Select(pair => pair.First.LatencyMs)], agent = [.. pairs.Select(pair => pair.Second.LatencyMs)];
        var (spearman, kendall) = (RankCorrelation.Spearman(wasm, agent), RankCorrelation.Kendall(wasm, agent));
        Console.WriteLine($"native:   WASM over the agent {ratios.Median:F2} median ({ratios.Quantile(0.1):F2} to {ratios.Quantile(0.9):F2}); Spearman {spearman:F4}, Kendall {kendall:F4}; {wasm.Order().ElementAt(wasm.Length / 2):F2} ms and {agent.Order().ElementAt(agent.Length / 2):F2} ms in the middle");
        return new
        {
            median = Math.Round(ratios.Median, 3),
            p10 = Math.Round(ratios.Quantile(0.1), 3),
            p90 = Math.Round(ratios.Quantile(0.9), 3),
            min = Math.Round(ratios.Minimum, 3),
            max = Math.Round(ratios.Maximum, 3),
            spearman = Math.Round(spearman, 4),
            kendall = Math.Round(kendall, 4),
        };
    }

    /// <summary>Two repetitions of eagle's way over the first of the same models, and what the campaigns have for those.</summary>
    private static object Eagle(IReadOnlyList<Pair> pairs, TimeSpan campaignPerModel, int models, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
        try
        {
            var measured = pairs.Select(pair => pair.ModelSha256).ToHashSet(StringComparer.Ordinal);
            var exported = BenchSpace.Space.Sample(models, LocalInstallation.SampleSeed)
                .Select(architecture => ModelExporter.ExportShared(new ModelSpec(BenchSpace.Space, architecture)))
                .Where(model => measured.Contains(model.Sha256))
                .ToArray();
            if (exported.Length == 0) throw new BenchException("The campaigns measured none of the models that were to be measured in eagle's way.");
            var cpu = CpuAffinity.Get()[^1];
            Console.WriteLine($"eagle:    {exported.Length} of the models, twice, {EagleWay.Batches} x {EagleWay.Runs} runs with 10 ms between, nothing discarded, CPU {cpu}");
            var plans = exported.Select(model => ModelPlan.Of(directory, model, cpu)).ToArray();
            var first = EagleWay.Measure(plans, cancellationToken);
            var second = EagleWay.Measure(plans, cancellationToken);
            var differences = new Rounds();
            foreach (var (one, other) in first.Zip(second)) differences.Add(RelativeDifference(one.LatencyNs, other.LatencyNs));
            var chosen = exported.Select(model => model.Sha256).ToHashSet(StringComparer.Ordinal);
            var same = Differences(pairs.Where(pair => chosen.Contains(pair.ModelSha256)), summary => summary.LatencyMs);
            Console.WriteLine($"eagle:    relative difference {differences.Median:P2} median, {differences.Quantile(0.9):P2} 90th percentile; LatBench on the same models {same.Median:P2}, {same.Quantile(0.9):P2}");
            return new
            {
                models = exported.Length,
                median_rel_diff = Math.Round(differences.Median, 5),
                p90_rel_diff = Math.Round(differences.Quantile(0.9), 5),
                device_seconds_per_model = Math.Round(first.Concat(second).Average(figure => figure.DeviceTime.TotalSeconds), 3),
                latbench_on_these_models = Figures(same),
                latbench_seconds_per_model = Math.Round(campaignPerModel.TotalSeconds, 3),
            };
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static List<Pair> Pairs(IReadOnlyList<Measurement> first, IReadOnlyList<Measurement> second)
    {
        var pairs = first
            .Join(second, measurement => measurement.ModelSha256, measurement => measurement.ModelSha256, (one, other) => new Pair(one.ModelSha256, one.Summary, other.Summary))
            .Where(pair => pair is { First: not null, Second: not null })
            .ToList();
        return pairs.Count > 0 ? pairs : throw new BenchException("No model was measured in both campaigns.");
    }

    private static Rounds Differences(IEnumerable<Pair> pairs, Func<LatencySummary, double> figure)
    {
        var differences = new Rounds();
        foreach (var pair in pairs) differences.Add(RelativeDifference(figure(pair.First), figure(pair.Second)));
        return differences;
    }

    private static double RelativeDifference(double one, double other) => 2 * Math.Abs(one - other) / (one + other);

    private static bool Holds(LatencySummary interval, LatencySummary other) =>
        interval.Ci95LowMs <= other.LatencyMs && other.LatencyMs <= interval.Ci95HighMs;

    private static object Figures(Rounds differences) => new
    {
        median_rel_diff = Math.Round(differences.Median, 5),
        p90_rel_diff = Math.Round(differences.Quantile(0.9), 5),
    };

    /// <summary>The state of the machine in each campaign, as the canary shows it.</summary>
    private sealed record MachineStates(MachineState First, MachineState Second)
    {
        public double Shift => Second.QuietNs / First.QuietNs - 1;
    }

    /// <summary>The latencies of one model in the two campaigns.</summary>
    private sealed record Pair(string ModelSha256, LatencySummary First, LatencySummary Second);
}
