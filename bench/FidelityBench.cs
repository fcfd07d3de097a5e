using System.CommandLine;
using LatBench.Bench.Browsers;
using LatBench.Bench.Installation;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.Bench;

/// <summary>Compares the agent's number with the model's own latency: its quiet latency over that of a bare loop around ONNX Runtime's C API.</summary>
internal static class FidelityBench
{
    private const string Name = "fidelity";

    private const ulong Seed = 1;

    private static readonly Option<int> Models = BenchCommand.Count("--models", 30, "Models to compare on.");

    private static readonly Option<int> Passes = BenchCommand.Count("--passes", 20, "Visits of each model, by each of the two.");

    private static readonly Option<string?> Onnx = new("--onnx") { Description = "Compare on the ONNX files of this folder in place of models of a search space." };

    private static readonly Option<bool> Browser = new("--browser") { Description = "Compare the agent of a browser with a bare loop around the same runtime in the same Chromium." };

    public static Command Command() => BenchCommand.Create(
        Name,
        "The agent's latency over that of a bare C loop, visits interleaved.",
        [Models, Passes, Onnx, Browser],
        (parsed, token) => parsed.GetValue(Browser)
            ? RunInBrowserAsync(parsed.GetValue(Models), parsed.GetValue(Passes), token)
            : RunAsync(parsed.GetValue(Models), parsed.GetValue(Passes), parsed.GetValue(Onnx), token));

    private static async Task<object> RunInBrowserAsync(int models, int passes, CancellationToken cancellationToken)
    {
        Console.WriteLine($"settings: {models} models (cifar100, batch 1, fp32), WASM with one thread, {passes} passes; in each the agent's worker and a bare loop in a worker take turns, first one, then the other first; seed {Seed}");
        var compared = await BrowserFidelity.CompareAsync(models, passes, Seed, cancellationToken);
        return Figures([.. compared.Select(model => (Func<double, double>)model.Ratio)]);
    }

    private static async Task<object> RunAsync(int models, int passes, string? onnx, CancellationToken cancellationToken)
    {
        var cpu = CpuAffinity.Get()[^1];
        string[] files = onnx is null ? [] : [.. Directory.EnumerateFiles(onnx, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (onnx is not null && files.Length == 0)
            throw new BenchException($"The folder '{onnx}' has no file whose name ends with .onnx: name another folder.");
        Console.WriteLine($"settings: {(onnx is null ? $"{models} models (cifar100, batch 1, fp32)" : $"{files.Length} files (inputs as proposed)")}, one thread on CPU {cpu}, {passes} passes; in each the agent's runner and the bare loop take turns, first one, then the other first; seed {Seed}");
        var directory = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
        try
        {
            using var bare = BareLoop.Start(directory, cpu);
            using var agent = new RunnerSupervisor(
                new RunnerCommand("dotnet", [Programs.Path(Programs.DeviceAgent), RunnerCommand.Verb]),
                new SystemFiles(),
                new TimeLimits(),
                TimeProvider.System,
                NullLogger<RunnerSupervisor>.Instance);
            var compared = onnx is null
                ? SearchSpaceRegistry.BuiltIn.Default.Sample(models, Seed).Select(one => new Pair(ModelPlan.Of(directory, ModelExporter.ExportShared(new ModelSpec(SearchSpaceRegistry.BuiltIn.Default, one)), cpu))).ToArray()
                : [.. files.Select((file, place) => new Pair(ModelPlan.Of(Directory.CreateDirectory(Path.Combine(directory, $"{place}")).FullName, file, cpu), Path.GetFileNameWithoutExtension(file)))];
            for (var pass = 0; pass < passes; pass++)
            {
                foreach (var pair in compared)
                {
                    if (pass % 2 == 0) await pair.VisitAsync(agent, cancellationToken);
                    pair.Visit(bare);
                    if (pass % 2 == 1) await pair.VisitAsync(agent, cancellationToken);
                }
            }

            foreach (var pair in compared.Where(pair => pair.Name is not null))
                Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pair.Name,-24} {pair.LatencyMs,9:F4} ms  ratio {pair.Ratio(LatencyEstimator.Probability):F4}"));
            return Figures([.. compared.Select(pair => (Func<double, double>)pair.Ratio)]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <param name="compared">Of each model the ratio of the two quantiles of a probability.</param>
    private static object Figures(IReadOnlyList<Func<double, double>> compared)
    {
        var (ratios, medians) = (new Rounds(), new Rounds());
        foreach (var ratio in compared)
        {
            ratios.Add(ratio(LatencyEstimator.Probability));
            medians.Add(ratio(0.5));
        }

        Console.WriteLine($"quiet:    ratio {ratios.Median:F4} median over the models ({ratios.Quantile(0.1):F4} to {ratios.Quantile(0.9):F4})");
        Console.WriteLine($"median:   ratio {medians.Median:F4} median over the models ({medians.Quantile(0.1):F4} to {medians.Quantile(0.9):F4})");
        return new
        {
            bench = Name,
            ratio_median = Math.Round(ratios.Median, 5),
            ratio_p10 = Math.Round(ratios.Quantile(0.1), 5),
            ratio_p90 = Math.Round(ratios.Quantile(0.9), 5),
            ratio_min = Math.Round(ratios.Quantile(0), 5),
            ratio_max = Math.Round(ratios.Quantile(1), 5),
            models = compared.Count,
        };
    }

    /// <summary>One model and the samples that each of the two took of it.</summary>
    private sealed class Pair(JobPlan plan, string? name = null)
    {
        public string? Name { get; } = name;

        /// <summary>Gets the quiet latency by the agent in milliseconds.</summary>
        public double LatencyMs => Quantile.OfSorted([.. _agent.Order()], LatencyEstimator.Probability) / 1e6;

        private readonly List<double> _agent = [];
        private readonly List<double> _bare = [];
        private long? _referenceClock;

        public async Task VisitAsync(RunnerSupervisor agent, CancellationToken cancellationToken)
        {
            var outcome = await agent.MeasureAsync(plan, cancellationToken);
            if (outcome.Failure is { } failure) throw new BenchException($"The agent could not measure a model: {failure.Message}");
            Take(_agent, outcome.Result!.ClockNs, outcome.Result.SamplesNs);
        }

        public void Visit(BareLoop bare)
        {
            var (clock, samples) = bare.Measure(plan);
            Take(_bare, clock, samples);
        }

        /// <summary>Each brings its samples to the same clock by its own reading of it.</summary>
        private void Take(List<double> into, long? clock, IReadOnlyList<long> samples)
        {
            _referenceClock ??= clock;
            var correction = ClockCorrection.Of(clock, _referenceClock);
            into.AddRange(samples.Select(sample => sample * correction));
        }

        public double Ratio(double probability) =>
            Quantile.OfSorted([.. _agent.Order()], probability) / Quantile.OfSorted([.. _bare.Order()], probability);
    }
}
