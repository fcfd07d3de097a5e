using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Tests.Comparisons;

public sealed class MeasurementComparerTests
{
    private static readonly ComparisonSetting Separate = new(SamePasses: false, SameMachine: true);
    private static readonly ComparisonSetting Same = new(SamePasses: true, SameMachine: true);
    private static readonly ComparisonOptions Options = new();

    [Theory]
    [InlineData(1.05, ComparisonVerdict.Slower)]
    [InlineData(0.95, ComparisonVerdict.Faster)]
    [InlineData(1.002, ComparisonVerdict.NoDifference)]
    public void Compare_of_narrow_intervals_decides(double ratio, ComparisonVerdict verdict)
    {
        var comparison = MeasurementComparer.Compare(Side(12, 1), Side(12, ratio), Same, Options);

        Assert.Equal((verdict, null, ""), (comparison.Verdict, comparison.Reason, comparison.Explanation));
        Assert.Equal(ratio, comparison.Ratio!.Value.Value, 0.003);
        Assert.Equal(ratio, comparison.Second!.Value / comparison.First!.Value, 0.003);
        Assert.True(comparison.IsPaired);
    }

    [Fact]
    public void Compare_difference_below_the_tolerance_is_not_slower()
    {
        Assert.Equal(ComparisonVerdict.Slower, MeasurementComparer.Compare(Side(12, 1), Side(12, 1.015), Same, Options).Verdict);
        Assert.Equal(ComparisonVerdict.CannotTell, MeasurementComparer.Compare(Side(12, 1), Side(12, 1.018), Same, new ComparisonOptions { Tolerance = 0.05 }).Verdict);
        Assert.Equal(ComparisonVerdict.NoDifference, MeasurementComparer.Compare(Side(12, 1), Side(12, 1.01), Same, new ComparisonOptions { Tolerance = 0.05 }).Verdict);
    }

    [Theory]
    [InlineData(0, "One of the two has no pass, and an interval takes 2")]
    [InlineData(1, "One of the two has one pass, and an interval takes 2")]
    public void Compare_without_two_passes_cannot_tell(int passes, string explanation)
    {
        var comparison = MeasurementComparer.Compare(Side(12, 1), Side(passes, 1.5), Separate, Options);

        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.TooFewPasses, null), (comparison.Verdict, comparison.Reason, comparison.Ratio));
        Assert.StartsWith(explanation, comparison.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_of_wide_intervals_says_that_they_are_wide_or_of_few_passes()
    {
        var (first, second) = SharedMachine.ByName("noisy two-state").SeparateRuns(12, 5, 1.01, new SplitMix64(3));
        var wide = MeasurementComparer.Compare(new ComparedMeasurement { Passes = first }, new ComparedMeasurement { Passes = second }, Separate, Options);
        var (paired, other) = SharedMachine.ByName("noisy two-state").SamePasses(3, 5, 1.01, new SplitMix64(3));
        var few = MeasurementComparer.Compare(new ComparedMeasurement { Passes = paired }, new ComparedMeasurement { Passes = other }, Same, Options);
        var fewOfTwoRuns = MeasurementComparer.Compare(Side(12, 1), Side(4, 2), Separate, Options);

        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.WideInterval), (wide.Verdict, wide.Reason));
        Assert.Contains("equality within 2 %", wide.Explanation, StringComparison.Ordinal);
        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.TooFewPasses), (few.Verdict, few.Reason));
        Assert.EndsWith("one of the two has 3 passes only: measure it with more.", few.Explanation, StringComparison.Ordinal);
        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.TooFewPasses), (fewOfTwoRuns.Verdict, fewOfTwoRuns.Reason));
    }

    [Fact]
    public void Compare_of_different_configurations_cannot_tell()
    {
        var comparison = MeasurementComparer.Compare(Side(12, 1), Side(12, 2), Separate with { DifferentConfigurations = "One is batch 1, the other batch 8." }, Options);

        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.DifferentConfigurations, "One is batch 1, the other batch 8."), (comparison.Verdict, comparison.Reason, comparison.Explanation));
    }

    [Theory]
    [InlineData(1.1, false, true, false, ComparisonVerdict.CannotTell)] // slower, perhaps because of the other process
    [InlineData(1.1, true, false, false, ComparisonVerdict.Slower)] // slower than a latency that is too high
    [InlineData(0.9, true, false, false, ComparisonVerdict.CannotTell)]
    [InlineData(0.9, false, true, false, ComparisonVerdict.Faster)]
    [InlineData(1.1, true, true, true, ComparisonVerdict.Slower)] // side by side both are slowed alike
    [InlineData(1.1, true, true, false, ComparisonVerdict.CannotTell)]
    [InlineData(1, true, true, false, ComparisonVerdict.CannotTell)]
    [InlineData(1, true, true, true, ComparisonVerdict.NoDifference)]
    public void Compare_contended_passes_leave_a_verdict_that_needs_them_to_be_slow_open(double ratio, bool firstContended, bool secondContended, bool samePasses, ComparisonVerdict verdict)
    {
        var comparison = MeasurementComparer.Compare(Contended(Side(12, 1), firstContended), Contended(Side(12, ratio), secondContended), samePasses ? Same : Separate, Options);

        Assert.Equal(verdict, comparison.Verdict);
        Assert.Equal(verdict == ComparisonVerdict.CannotTell ? ComparisonReason.Contention : null, comparison.Reason);
    }

    [Fact]
    public void Compare_canary_that_explains_the_difference_leaves_it_open()
    {
        var slowMachine = new MachineDrift(new LatencyRatio(1.06, 1.05, 1.07));
        var comparison = MeasurementComparer.Compare(Side(12, 1), Side(12, 1.06), Separate with { Drift = slowMachine }, Options);
        var without = MeasurementComparer.Compare(Side(12, 1), Side(12, 1.06), Separate with { Drift = new MachineDrift(new LatencyRatio(1.01, 0.99, 1.03)) }, Options);

        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.MachineDrift), (comparison.Verdict, comparison.Reason));
        Assert.Contains("The machine itself was 6.0 % slower in the second run", comparison.Explanation, StringComparison.Ordinal);
        Assert.True(comparison.Ratio!.Value.Holds(1) && comparison.Ratio!.Value.Holds(1.06));
        Assert.Equal(ComparisonVerdict.Slower, without.Verdict);
    }

    [Fact]
    public void Compare_measurement_that_drifted_cannot_be_told_from_one_that_did_not()
    {
        var comparison = MeasurementComparer.Compare(Side(12, 1), Side(12, 1.2) with { HasDrifted = true }, Separate, Options);

        Assert.Equal((ComparisonVerdict.CannotTell, ComparisonReason.MachineDrift), (comparison.Verdict, comparison.Reason));
    }

    [Fact]
    public void Compare_runs_with_different_reference_clocks_at_one_clock()
    {
        // The core ran 3 % slower in the second run, where the clock loop of its first block became the reference.
        var first = Side(12, 1, pass => pass with { ClockNs = 16_000, ReferenceClockNs = 16_000 });
        var second = Side(12, 1.03, pass => pass with { ClockNs = 16_480, ReferenceClockNs = 16_480 });

        Assert.Equal(1, MeasurementComparer.Compare(first, second, Separate, Options).Ratio!.Value.Value, 0.003);
        Assert.Equal(1.03, MeasurementComparer.Compare(first, second, new ComparisonSetting(SamePasses: false, SameMachine: false), Options).Ratio!.Value.Value, 0.003);
    }

    private static ComparedMeasurement Contended(ComparedMeasurement side, bool contended) =>
        side with { Passes = [.. side.Passes.Select(pass => pass with { Result = pass.Result with { Contended = contended } })] };

    private static ComparedMeasurement Side(int passes, double factor, Func<PassResult, PassResult>? change = null)
    {
        var random = new SplitMix64(17);
        return ComparedMeasurement.Of(Enumerable.Range(0, passes).Select(place =>
            (change ?? (pass => pass))(TestPasses.At(TimeSpan.FromSeconds(place), [.. Enumerable.Range(0, 10).Select(_ => (long)(1e6 * factor * (1 + (0.005 * random.NextDouble()))))]))));
    }
}
