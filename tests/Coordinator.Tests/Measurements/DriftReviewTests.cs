using LatBench.Coordinator.Measurements;
using LatBench.Measurements;
using LatBench.Storage.Campaigns;

namespace LatBench.Coordinator.Tests.Measurements;

public sealed class DriftReviewTests
{
    private static readonly DateTimeOffset Start = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public void Of_steady_canary_finds_nothing()
    {
        var review = DriftReview.Of(Passes(1, minute: 0, canaryNs: 250_000).Concat(Passes(2, minute: 5, canaryNs: 250_100)), canRemeasure: true);
        Assert.Empty(review.Remeasure);
        Assert.Empty(review.Suspect);
    }

    [Fact]
    public void Of_measurement_within_a_drift_is_measured_once_more()
    {
        var review = DriftReview.Of(Drifted(), canRemeasure: true);
        Assert.Equal(2, Assert.Single(review.Remeasure).MeasurementId);
        Assert.Empty(review.Suspect);
    }

    [Fact]
    public void Of_measurement_that_was_measured_once_more_is_suspect() => AssertSuspect(pass => pass with { Remeasured = true });

    [Fact]
    public void Of_measurement_whose_device_is_gone_is_suspect() => AssertSuspect(pass => pass with { DeviceRemoved = true });

    [Fact]
    public void Of_cancelled_campaign_measures_nothing_again()
    {
        var review = DriftReview.Of(Drifted(), canRemeasure: false);
        Assert.Empty(review.Remeasure);
        Assert.Equal([2], review.Suspect);
    }

    [Fact]
    public void Of_measurement_without_the_verdict_valid_stays_as_it_is()
    {
        var review = DriftReview.Of(Drifted().Select(pass => pass with { Verdict = Verdict.Cancelled }), canRemeasure: false);
        Assert.Empty(review.Suspect);
    }

    [Fact]
    public void Of_other_target_has_a_canary_of_its_own()
    {
        var review = DriftReview.Of(
            Passes(1, minute: 0, canaryNs: 250_000).Concat(Passes(2, minute: 5, canaryNs: 265_000).Select(pass => pass with { Target = "board/ort-1.31.1/cpu/t1" })), canRemeasure: true);
        Assert.Empty(review.Remeasure);
    }

    private static void AssertSuspect(Func<ReviewedPass, ReviewedPass> change)
    {
        var review = DriftReview.Of(Drifted().Select(change), canRemeasure: true);
        Assert.Empty(review.Remeasure);
        Assert.Equal([2], review.Suspect);
    }

    /// <summary>The first measurement was made before the machine drifted, the second after.</summary>
    private static IEnumerable<ReviewedPass> Drifted() => Passes(1, minute: 0, canaryNs: 250_000).Concat(Passes(2, minute: 5, canaryNs: 265_000));

    /// <summary>Enough passes for a level of the canary.</summary>
    private static IEnumerable<ReviewedPass> Passes(long measurement, int minute, double canaryNs) =>
        from second in Enumerable.Range(0, CanaryHistory.MinReadings)
        let time = Start + TimeSpan.FromMinutes(minute) + TimeSpan.FromSeconds(second)
        select new ReviewedPass
        {
            MeasurementId = measurement,
            Target = "lab/ort-1.31.1/cpu/t1",
            ModelSha256 = "",
            Verdict = Verdict.Valid,
            Remeasured = false,
            DeviceId = "lab",
            DeviceRemoved = false,
            StartTime = time,
            Canary = new CanaryReading(time, Latency.FromNanoseconds(canaryNs)),
        };
}
