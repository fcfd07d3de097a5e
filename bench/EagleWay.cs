using System.Diagnostics;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.Bench;

/// <summary>
/// The measuring method of eagle, the tool of BRP-NAS, on a desktop (<c>eagle/device_runner/desktop/run_model.py</c> with the settings of
/// <c>configs/measurements/desktop_nasbench201_local.yaml</c>, and <c>tools/calc_stats.py</c>): one session; 100 batches of 10 runs, each run timed, a sleep of
/// 10 ms after each batch; no warm-up, nothing discarded; the mean of what lies between the quartiles of each batch, and of those means again.
/// </summary>
/// <remarks>Here with the agent's session options on the agent's CPU, and with one input where eagle draws a new one for each batch.</remarks>
internal static class EagleWay
{
    public const int Batches = 100;
    public const int Runs = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Measures models one after another.</summary>
    /// <returns>The latency of each in nanoseconds, and how long it took on the device.</returns>
    public static IReadOnlyList<(double LatencyNs, TimeSpan DeviceTime)> Measure(IReadOnlyList<JobPlan> plans, CancellationToken cancellationToken)
    {
        var figures = new List<(double, TimeSpan)>();
        Exception? fault = null;
        // A thread of its own, because it is pinned.
        var thread = new Thread(() =>
        {
            try
            {
                using var weights = new WeightsMemory(OrtNative.TakesWeightsFromMemory);
                foreach (var plan in plans)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    figures.Add(Measure(plan, weights, cancellationToken));
                }
            }
            catch (Exception exception)
            {
                fault = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is OperationCanceledException) throw fault;
        return fault is null ? figures : throw new BenchException($"eagle's way of measuring could not be carried out: {fault.Message}");
    }

    private static (double LatencyNs, TimeSpan DeviceTime) Measure(JobPlan plan, WeightsMemory weights, CancellationToken cancellationToken)
    {
        if (!CpuAffinity.TrySet(plan.Cpus)) throw new BenchException($"CPU {string.Join(',', plan.Cpus)} cannot be pinned.");
        var begin = Stopwatch.GetTimestamp();
        using var options = SessionFactory.Options(plan);
        weights.AddTo(options, plan.WeightsPath!);
        using var model = LoadedModel.Bind(SessionFactory.Create(File.ReadAllBytes(plan.GraphPath), options, plan), plan);
        var means = new double[Batches];
        var runs = new double[Runs];
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var run = 0; run < Runs; run++)
            {
                var start = Stopwatch.GetTimestamp();
                model.Run();
                runs[run] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            }

            means[batch] = InterQuartileMean(runs);
            if (cancellationToken.WaitHandle.WaitOne(Pause)) cancellationToken.ThrowIfCancellationRequested();
        }

        return (InterQuartileMean(means), Stopwatch.GetElapsedTime(begin));
    }

    private static double InterQuartileMean(double[] values)
    {
        Array.Sort(values);
        return LatencyEstimator.InterQuartileMean(values);
    }
}
