using CsCheck;
using Perfolizer.Mathematics.QuantileEstimators;
using Pragmastat;

namespace LatBench.Measurements.Tests;

public sealed class LatencyEstimatorTests
{
    private static readonly Gen<long[][]> Passes = Gen.Long[1, 10_000_000].Array[1, 20].Array[1, 12];

    [Fact]
    public void Summarize_figures_are_those_of_perfolizer() => Passes.Sample(passes =>
    {
        var summary = Summarize(passes);
        var sample = new Sample(passes.SelectMany(pass => pass).Select(value => (double)value).ToArray());
        Assert.Equal(Perfolizer(sample, 0.05), summary.Latency.Nanoseconds, 3);
        Assert.Equal(Perfolizer(sample, 0.5), summary.Median.Nanoseconds, 3);
        Assert.Equal(sample.Values.Average(), summary.Mean.Nanoseconds, 3);
        Assert.Equal(sample.Values.Min(), summary.Min.Nanoseconds);
    });

    [Fact]
    public void Summarize_orders_and_bounds_hold_for_any_samples() => Passes.Sample(passes =>
    {
        var summary = Summarize(passes);
        Assert.True(summary.Ci95Low <= summary.Latency && summary.Latency <= summary.Ci95High);
        Assert.True(summary.Min <= summary.Latency && summary.Latency <= summary.Median);
        Assert.True(summary.Ci95Low >= Latency.FromNanoseconds(0));
        Assert.InRange(summary.IqrMean.Nanoseconds, summary.Min.Nanoseconds, passes.Max(pass => pass.Max()));
        Assert.Equal(passes.Length, summary.Passes);
        Assert.Equal(passes.Sum(pass => pass.Length), summary.Samples);
    });

    [Fact]
    public void Summarize_scales_with_the_samples() => Passes.Sample(passes =>
    {
        var once = Summarize(passes);
        var thrice = Summarize([.. passes.Select(pass => pass.Select(sample => 3 * sample).ToArray())]);
        Assert.Equal(3 * once.Latency.Nanoseconds, thrice.Latency.Nanoseconds, 3);
        Assert.Equal(3 * once.Ci95Low.Nanoseconds, thrice.Ci95Low.Nanoseconds, 2);
        Assert.Equal(3 * once.Ci95High.Nanoseconds, thrice.Ci95High.Nanoseconds, 2);
    });

    [Fact]
    public void Summarize_same_seed_gives_the_same_interval()
    {
        var passes = Machine.ByName("drifting").Passes(8, 10, new SplitMix64(3));
        Assert.Equal(LatencyEstimator.Summarize(passes, 7), LatencyEstimator.Summarize(passes, 7));
    }

    [Theory]
    [InlineData(63, false, false)]
    [InlineData(64, true, false)]
    [InlineData(661, true, false)]
    [InlineData(662, true, true)]
    public void Summarize_percentiles_need_enough_samples(int samples, bool p90, bool p99)
    {
        var summary = LatencyEstimator.Summarize([TestPasses.Of(Enumerable.Range(1, samples).Select(value => (long)value))], 1);
        Assert.Equal(p90, summary.P90 is not null);
        Assert.Equal(p99, summary.P99 is not null);
    }

    [Fact]
    public void Summarize_one_pass_is_unsure_by_the_whole_estimate() =>
        Assert.Equal(1, LatencyEstimator.Summarize([TestPasses.Of(5, 5, 5)], 1).RelativeError, 12);

    [Fact]
    public void Summarize_equal_samples_leave_only_the_repeatability_of_the_machine()
    {
        var summary = LatencyEstimator.Summarize([TestPasses.Of(7, 7), TestPasses.Of(7, 7)], 1);
        Assert.Equal(LatencyEstimator.MachineRepeatability, summary.RelativeError, 12);
        Assert.Equal(7, summary.IqrMean.Nanoseconds);
        Assert.Equal(0, summary.Contention);
    }

    [Fact]
    public void Summarize_iqr_mean_is_that_of_the_samples_between_the_quartiles() =>
        Assert.Equal(5, LatencyEstimator.Summarize([TestPasses.Of(1, 2, 3, 4, 5, 6, 7, 8, 900)], 1).IqrMean.Nanoseconds, 9);

    [Fact]
    public void Summarize_brings_samples_to_the_reference_clock_and_leaves_the_other_figures()
    {
        var summary = LatencyEstimator.Summarize(
            [TestPasses.Of(1000, 1000) with { ClockNs = 200, ReferenceClockNs = 202 }, TestPasses.Of(1020, 1020) with { ClockNs = 204, ReferenceClockNs = 202 }], 1);
        Assert.Equal(1010, summary.Latency.Nanoseconds, 9);
        Assert.Equal(1010, summary.Median.Nanoseconds, 9);
        Assert.Equal(1000, summary.Min.Nanoseconds);
    }

    [Theory]
    [InlineData(100L, 100L, 1)]
    [InlineData(100L, 104L, 1.04)]
    [InlineData(100L, 150L, 1.05)]
    [InlineData(100L, 50L, 0.95)]
    [InlineData(null, 100L, 1)]
    [InlineData(100L, null, 1)]
    public void ClockCorrection_is_the_ratio_within_bounds(long? clock, long? reference, double expected) =>
        Assert.Equal(expected, ClockCorrection.Of(clock, reference), 12);

    [Theory]
    [InlineData(3, 1000)]
    [InlineData(2, 900)]
    public void Summarize_takes_the_passes_that_had_the_core_to_themselves_where_there_are_enough(int quiet, double expected)
    {
        var passes = Enumerable.Range(0, 12).Select(pass => pass < quiet ? TestPasses.Of(1000) with { Contended = false } : TestPasses.Of(900) with { Contended = true });
        Assert.Equal(expected, LatencyEstimator.Summarize([.. passes], 1).Latency.Nanoseconds, 9);
    }

    [Fact]
    public void Summarize_without_samples_throws()
    {
        Assert.Throws<ArgumentException>(() => LatencyEstimator.Summarize([], 1));
        Assert.Throws<ArgumentException>(() => LatencyEstimator.Summarize([TestPasses.Of(1), TestPasses.Of()], 1));
    }

    /// <summary>It runs at every completion of a job: what it costs must not grow by memory for each of its resamples.</summary>
    [Theory]
    [InlineData(5, 10)]
    [InlineData(40, 30)]
    public void Summarize_allocates_nothing_for_a_resample(int passes, int samples)
    {
        var made = Machine.ByName("drifting").Passes(passes, samples, new SplitMix64(3));
        LatencyEstimator.Summarize(made, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        LatencyEstimator.Summarize(made, 1);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The sorted samples, the replicates and the look-up of the draws; the smallest object for each resample would take 24,000 bytes more.
        Assert.InRange(allocated, 1, (PassBootstrap.Resamples * sizeof(double)) + (passes * samples * 32) + 16_384);
    }

    private static double Perfolizer(Sample sample, double probability) =>
        HyndmanFanQuantileEstimator.Type7.Quantile(sample, probability).NominalValue;

    private static LatencySummary Summarize(long[][] passes) =>
        LatencyEstimator.Summarize([.. passes.Select(pass => TestPasses.Of(pass))], 1);
}
