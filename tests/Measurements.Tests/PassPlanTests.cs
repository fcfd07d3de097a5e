namespace LatBench.Measurements.Tests;

public sealed class PassPlanTests
{
    private static readonly MeasurementProtocol Protocol = new() { MinPasses = 3, MaxPasses = 3, MinSpread = TimeSpan.FromMinutes(2), Seed = 7 };

    [Fact]
    public void Missing_new_measurements_get_every_first_pass_spread_over_time() =>
        Assert.Equal(
            ["1: 1 at 0 s", "1: 2 at 60 s", "1: 3 at 120 s", "2: 1 at 0 s", "2: 2 at 60 s", "2: 3 at 120 s"],
            Describe(Pending(1), Pending(2)));

    [Fact]
    public void Missing_passes_that_are_there_are_counted_and_numbers_go_on() =>
        Assert.Equal(["1: 6 at 0 s"], Describe(Pending(1) with { CountedPasses = 2, LastPass = 5 }));

    [Fact]
    public void Missing_open_jobs_are_counted_and_keep_their_cohort()
    {
        var pass = Assert.Single(PassPlan.Missing([Pending(1) with { CountedPasses = 1, OpenJobs = 1, LastPass = 2, Cohort = 4 }], Protocol));
        Assert.Equal((4, 3, TimeSpan.FromMinutes(1)), (pass.Cohort, pass.Number, pass.Delay));
    }

    [Fact]
    public void Missing_measurement_with_enough_passes_and_no_job_gets_one_more() =>
        Assert.Equal(["1: 4 at 0 s"], Describe(Pending(1) with { CountedPasses = 3, LastPass = 3 }));

    [Fact]
    public void Missing_measurement_with_enough_passes_and_a_job_gets_none() =>
        Assert.Empty(Describe(Pending(1) with { CountedPasses = 3, OpenJobs = 1, LastPass = 4, Cohort = 0 }));

    [Fact]
    public void Missing_many_measurements_of_a_device_are_cohorts_in_the_order_of_the_first_pass()
    {
        var pending = Enumerable.Range(0, 2 * Cohorts.SizeFor(Protocol)).Select(id => Pending(id)).ToArray();

        var cohorts = PassPlan.Missing(pending, Protocol).Where(pass => pass.Number == 1)
            .OrderBy(pass => PassOrder.Key(Protocol.Seed, 1, pass.Measurement.ModelSha256)).Select(pass => pass.Cohort).ToArray();

        Assert.Equal([0, 1], cohorts.Distinct());
        Assert.Equal(cohorts.Order(), cohorts);
    }

    private static PendingMeasurement Pending(long id) => new() { Id = id, ModelSha256 = FormattableString.Invariant($"{id:x64}"), DeviceId = "lab" };

    private static IEnumerable<string> Describe(params PendingMeasurement[] pending) =>
        PassPlan.Missing(pending, Protocol).Select(pass => FormattableString.Invariant($"{pass.Measurement.Id}: {pass.Number} at {pass.Delay.TotalSeconds} s"));
}
