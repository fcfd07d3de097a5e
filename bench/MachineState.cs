using LatBench.Measurements;

namespace LatBench.Bench;

/// <summary>The state of the machine during a campaign, as its canary shows it.</summary>
/// <param name="QuietNs">Lower decile of its readings, in nanoseconds.</param>
/// <param name="SlowShare">Share of the readings that were more than 5 % above that.</param>
internal sealed record MachineState(double QuietNs, double SlowShare)
{
    private const double QuietProbability = 0.1;

    public static MachineState Of(IEnumerable<PassResult[]> visits)
    {
        var readings = visits.SelectMany(passes => passes)
            .Select(CanaryReading.Of).OfType<CanaryReading>().Select(reading => reading.Latency.Nanoseconds).Order().ToArray();
        if (readings.Length == 0) throw new BenchException("The canary was never read.");
        var quiet = Quantile.OfSorted(readings, QuietProbability);
        return new MachineState(quiet, readings.Count(reading => reading > quiet * (1 + CanaryHistory.SlowTolerance)) / (double)readings.Length);
    }
}
