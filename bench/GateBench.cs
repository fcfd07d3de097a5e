using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LatBench.Bench.Installation;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.Measurements.Comparisons;
using LatBench.Measurements.Gates;
using LatBench.Models;
using LatBench.SearchSpaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.Bench;

/// <summary>
/// Measures how often the gate flags an identical build, and how often it finds a slowdown of 5 %: with the file of the baseline at hand, which is measured again in the same passes, and
/// by the stored passes of the baseline alone; beside them a fixed threshold on two means over the same raw samples.
/// </summary>
internal static class GateBench
{
    private const string Name = "gate";
    private const ulong Seed = 1;
    private const double Slowdown = 0.05;
    private const double FixedThreshold = 0.05;
    private const string Canary = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    /// <summary>Passes by which the slowdown is calibrated and verified.</summary>
    private const int CalibrationPasses = 24;
    private const int FirstSteps = 64;
    private const int MaxRounds = 6;
    private const double CalibrationTolerance = 0.003;

    private static readonly double[] Allowances = [0, 0.01, 0.02, 0.03, 0.04];

    private static readonly Option<int> Pairs = BenchCommand.Count("--pairs", 100, "Pairs of runs for each of the two questions.");

    private static readonly Option<int> Models = BenchCommand.Count("--models", 2, "Models in a run, measured in turn.");

    private static readonly Option<int> Seconds = BenchCommand.Count("--seconds", 5, "Time of a run for each model, the baseline's measured again included; what CI would spend is 20.");

    private static readonly Option<string> Allow = new("--allow") { Description = "The slowdown that the gate allows, in percent.", DefaultValueFactory = _ => "3" };

    public static Command Command() => BenchCommand.Create(
        Name,
        "How often the gate flags an identical build, and how often it finds a slowdown of 5 %.",
        [Pairs, Models, Seconds, Allow],
        (parsed, token) => RunAsync(parsed.GetValue(Pairs), parsed.GetValue(Models), TimeSpan.FromSeconds(parsed.GetValue(Seconds)), Part(parsed.GetValue(Allow)!), token));

    private static async Task<object> RunAsync(int pairs, int models, TimeSpan seconds, double allow, CancellationToken cancellationToken)
    {
        var cpu = CpuAffinity.Get()[^1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"settings: {pairs} pairs of {models} models (cifar100, batch 1, fp32, one thread on CPU {cpu}), {seconds.TotalSeconds:F0} s a model and run, {allow:P1} allowed, a runner process of its own for each run; seed {Seed}; about {pairs * 3 * models * seconds.TotalMinutes:F1} min"));
        var directory = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
        try
        {
            var rig = new Rig(directory, cpu);
            var builds = new List<(string Name, JobPlan Build, JobPlan Slower)>();
            foreach (var architecture in SearchSpaceRegistry.BuiltIn.Default.Sample(models, Seed))
            {
                var exported = ModelExporter.ExportShared(new ModelSpec(SearchSpaceRegistry.BuiltIn.Default, architecture));
                var (steps, ratio) = await rig.CalibrateAsync(exported, cancellationToken);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowdown: {exported.Sha256[..8]} with {steps} steps of extra work takes {ratio.Value:F4} times as long (95 %: {ratio.Low:F4} to {ratio.High:F4})"));
                builds.Add((exported.Sha256, rig.Plan(exported, 0), rig.Plan(exported, steps)));
            }

            var (identical, slower) = (new List<Judged>(), new List<Judged>());
            var duration = seconds * models;
            for (var pair = 0; pair < pairs; pair++)
            {
                var baseline = await rig.RunAsync([.. builds.Select(build => (build.Name, build.Build))], duration, cancellationToken);
                // The second run of each kind follows the baseline as often as the other.
                foreach (var isSlower in pair % 2 == 0 ? (bool[])[false, true] : [true, false])
                {
                    var both = await rig.RunAsync([.. builds.SelectMany(build => new[] { (build.Name, build.Build), (build.Name, isSlower ? build.Slower : build.Build) })], duration, cancellationToken);
                    GateModel[] again = [.. both.Models.Where((_, place) => place % 2 == 0)];
                    (isSlower ? slower : identical).AddRange(Judge(baseline, again, both with { Models = [.. both.Models.Where((_, place) => place % 2 == 1)] }));
                }
            }

            return Figures(pairs, models, seconds, identical, slower, allow);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static IEnumerable<Judged> Judge(GateRun baseline, IReadOnlyList<GateModel> again, GateRun run)
    {
        var results = new Dictionary<(double Allow, bool IsAgain), GateResult>();
        return baseline.Models.Select((model, place) => new Judged(
            allow => Result(allow, isAgain: true).Decisions[place], allow => Result(allow, isAgain: false).Decisions[place], Mean(run.Models[place]) / Mean(model)));

        GateResult Result(double allow, bool isAgain)
        {
            if (!results.TryGetValue((allow, isAgain), out var result))
                results[(allow, isAgain)] = result = PerformanceGate.Judge(baseline, run, new GateOptions { Allow = allow }, isAgain ? again : null);
            return result;
        }
    }

    private static object Figures(int pairs, int models, TimeSpan seconds, IReadOnlyList<Judged> identical, IReadOnlyList<Judged> slower, double allow)
    {
        foreach (var (name, judged) in new[] { ("identical", identical), ("slower", slower) })
        {
            Console.WriteLine($"{name + ':',-10} measured again: {Text(judged, one => one.Again(allow))}");
            Console.WriteLine($"{"",-10} stored passes:  {Text(judged, one => one.Stored(allow))}");
            var means = new Rounds();
            foreach (var one in judged) means.Add(one.MeanRatio);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-10} fixed {FixedThreshold:P0} on means: ratio {means.Median:F4} median ({means.Quantile(0.05):F4} to {means.Quantile(0.95):F4}); {Share(judged, Exceeds):P1} slower"));
        }

        return new
        {
            bench = Name,
            pairs,
            models,
            seconds_per_model = seconds.TotalSeconds,
            allow,
            false_alarm_rate = Rate(identical, one => one.Again(allow), GateOutcome.Slower),
            detection_rate = Rate(slower, one => one.Again(allow), GateOutcome.Slower),
            cannot_tell_identical = Rate(identical, one => one.Again(allow), GateOutcome.CannotTell),
            cannot_tell_slower = Rate(slower, one => one.Again(allow), GateOutcome.CannotTell),
            stored_false_alarm_rate = Rate(identical, one => one.Stored(allow), GateOutcome.Slower),
            stored_detection_rate = Rate(slower, one => one.Stored(allow), GateOutcome.Slower),
            stored_cannot_tell_identical = Rate(identical, one => one.Stored(allow), GateOutcome.CannotTell),
            stored_cannot_tell_slower = Rate(slower, one => one.Stored(allow), GateOutcome.CannotTell),
            fixed_threshold_false_alarm_rate = Rounded(Share(identical, Exceeds)),
            fixed_threshold_detection_rate = Rounded(Share(slower, Exceeds)),
            by_allow = Allowances.Select(other => new
            {
                allow = other,
                false_alarm_rate = Rate(identical, one => one.Again(other), GateOutcome.Slower),
                detection_rate = Rate(slower, one => one.Again(other), GateOutcome.Slower),
                stored_false_alarm_rate = Rate(identical, one => one.Stored(other), GateOutcome.Slower),
                stored_detection_rate = Rate(slower, one => one.Stored(other), GateOutcome.Slower),
            }),
        };

        static bool Exceeds(Judged one) => one.MeanRatio > 1 + FixedThreshold;
    }

    private static string Text(IReadOnlyList<Judged> judged, Func<Judged, GateDecision> decide)
    {
        var ratios = new Rounds();
        foreach (var one in judged)
        {
            if (decide(one).Comparison?.Ratio is { } ratio) ratios.Add(ratio.Value);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"ratio {ratios.Median:F4} median ({ratios.Quantile(0.05):F4} to {ratios.Quantile(0.95):F4}); {Rate(judged, decide, GateOutcome.Slower):P1} slower, {Rate(judged, decide, GateOutcome.CannotTell):P1} cannot tell");
    }

    private static double Rate(IReadOnlyCollection<Judged> judged, Func<Judged, GateDecision> decide, GateOutcome outcome) => Rounded(Share(judged, one => decide(one).Outcome == outcome));

    private static double Share(IReadOnlyCollection<Judged> judged, Func<Judged, bool> holds) => (double)judged.Count(holds) / judged.Count;

    private static double Rounded(double share) => Math.Round(share, 4);

    private static double Mean(GateModel model) => model.Passes.SelectMany(pass => pass.SamplesNs).Average();

    private static double Part(string percent) => double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 100
        ? value / 100
        : throw new BenchException($"--allow takes a percentage such as 3, not '{percent}'.");

    /// <summary>The decisions on one model of one pair by what is allowed, and the ratio of the means of all samples.</summary>
    /// <param name="Again">The decision with the model of the baseline measured again in the same passes.</param>
    /// <param name="Stored">The decision by the passes of the baseline.</param>
    /// <param name="MeanRatio">The mean of all samples over that of the baseline's.</param>
    private sealed record Judged(Func<double, GateDecision> Again, Func<double, GateDecision> Stored, double MeanRatio);

    /// <summary>Measures on one CPU, as an agent does.</summary>
    private sealed class Rig(string directory, int cpu)
    {
        /// <summary>Passes of a run at most: those over which the default protocol spreads.</summary>
        private const int Passes = MeasurementProtocol.SpreadPasses;

        private const int MinPasses = 5;

        private static readonly MachineFingerprint Fingerprint = new()
        {
            Architecture = "",
            LogicalCpus = Environment.ProcessorCount,
            UsableCpus = Environment.ProcessorCount,
            Runtime = "ort",
            RuntimeVersion = "",
            Provider = "cpu",
            Threads = 1,
            GraphOptimization = "all",
            IoMode = "host",
        };

        private readonly JobPlan _canary = ModelPlan.Of(directory, ModelExporter.ExportShared(new ModelSpec(SearchSpaceRegistry.BuiltIn.Default, SearchSpaceRegistry.BuiltIn.Default.Parse(Canary))), cpu);

        private long? _referenceClock;

        /// <summary>A plan for a model with so many steps of extra work.</summary>
        public JobPlan Plan(ExportedModel model, int steps)
        {
            var plan = ModelPlan.Of(directory, model, cpu);
            var graph = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{model.Sha256}-{steps}.onnx"));
            File.WriteAllBytes(graph, ExtraWork.Add(model, steps));
            return plan with { GraphPath = graph, CanaryPath = _canary.GraphPath, CanaryWeightsPath = _canary.WeightsPath };
        }

        /// <summary>Finds the extra work that makes a model slower by 5 %, and measures it against the model in the same passes.</summary>
        public async Task<(int Steps, LatencyRatio Ratio)> CalibrateAsync(ExportedModel model, CancellationToken cancellationToken)
        {
            var steps = FirstSteps;
            for (var round = 1; ; round++)
            {
                var ratio = await RatioAsync(model, steps, cancellationToken);
                var next = Math.Max(1, (int)Math.Round(steps * Slowdown / Math.Max(0.002, ratio.Value - 1)));
                if (next == steps || round == MaxRounds || (round > 1 && Math.Abs(ratio.Value - 1 - Slowdown) < CalibrationTolerance))
                    return (steps, ratio);
                steps = next;
            }
        }

        /// <summary>Measures models in turn for so long in a runner process of its own.</summary>
        public async Task<GateRun> RunAsync(IReadOnlyList<(string Name, JobPlan Plan)> models, TimeSpan duration, CancellationToken cancellationToken)
        {
            var passes = models.Select(_ => new List<PassResult>()).ToArray();
            using var agent = Start();
            var contention = new ContentionDetector();
            var start = Stopwatch.GetTimestamp();
            for (var pass = 0; pass < Passes && (pass < MinPasses || Stopwatch.GetElapsedTime(start) < duration); pass++)
            {
                if (duration * pass / (Passes - 1) - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } early)
                    await Task.Delay(early, cancellationToken);
                for (var place = 0; place < models.Count; place++)
                    passes[place].Add(await MeasureAsync(agent, contention, models[place].Plan, cancellationToken));
            }

            return new GateRun(Fingerprint, [.. models.Select((model, place) => new GateModel { Name = model.Name, Sha256 = model.Name, Configuration = "", Passes = passes[place], PassNumbers = [.. Enumerable.Range(1, passes[place].Count)] })]);
        }

        private async Task<LatencyRatio> RatioAsync(ExportedModel model, int steps, CancellationToken cancellationToken)
        {
            using var agent = Start();
            var contention = new ContentionDetector();
            var (build, slower) = (Plan(model, 0), Plan(model, steps));
            var (first, second) = (new List<NumberedPass>(), new List<NumberedPass>());
            for (var pass = 1; pass <= CalibrationPasses; pass++)
            {
                first.Add(new NumberedPass(pass, await MeasureAsync(agent, contention, build, cancellationToken)));
                second.Add(new NumberedPass(pass, await MeasureAsync(agent, contention, slower, cancellationToken)));
            }

            return RatioEstimator.SamePasses(first, second, Seed);
        }

        private async Task<PassResult> MeasureAsync(RunnerSupervisor agent, ContentionDetector contention, JobPlan plan, CancellationToken cancellationToken)
        {
            var outcome = await agent.MeasureAsync(plan, cancellationToken);
            if (outcome.Failure is { } failure) throw new BenchException($"The agent could not measure a model: {failure.Message}");
            var result = outcome.Result!;
            _referenceClock ??= result.ClockNs;
            return result with { ReferenceClockNs = _referenceClock, Contended = outcome.Core is { } core ? contention.Detect(core, plan.Threads) : null };
        }

        private static RunnerSupervisor Start() => new(
            new RunnerCommand("dotnet", [Programs.Path(Programs.DeviceAgent), RunnerCommand.Verb]), new SystemFiles(), new TimeLimits(), TimeProvider.System, NullLogger<RunnerSupervisor>.Instance);
    }
}
