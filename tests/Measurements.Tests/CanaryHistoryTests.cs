namespace LatBench.Measurements.Tests;

public sealed class CanaryHistoryTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Of_too_few_readings_tell_nothing()
    {
        var history = History(_ => 1, seconds: CanaryHistory.MinReadings - 1);
        Assert.Null(history.Baseline);
        Assert.Null(history.LevelAt(Start));
        Assert.Null(history.StateOf(Reading(0, 1)));
        Assert.False(history.HasDrifted([Start]));
    }

    [Fact]
    public void StateOf_tells_fast_from_slow_on_a_two_state_machine()
    {
        var history = History(second => second / 7 % 2 == 0 ? 1 : 1.35, seconds: 300);
        Assert.Equal(1, history.Baseline!.Value.Milliseconds, 2);
        Assert.Equal(CanaryState.Fast, history.StateOf(Reading(3, 1.01)));
        Assert.Equal(CanaryState.Slow, history.StateOf(Reading(3, 1.35)));
    }

    [Fact]
    public void HasDrifted_two_state_machine_has_not() =>
        Assert.False(History(second => second / 7 % 2 == 0 ? 1 : 1.35, seconds: 600).HasDrifted([At(10), At(300)]));

    [Fact]
    public void HasDrifted_machine_that_became_slower_has_for_those_visited_only_then()
    {
        var history = History(second => second < 300 ? 1 : 1.04, seconds: 600);
        Assert.True(history.HasDrifted([At(420), At(500), At(590)]));
        Assert.False(history.HasDrifted([At(100), At(500), At(590)]));
    }

    [Fact]
    public void HasDrifted_within_the_tolerance_has_not() =>
        Assert.False(History(second => second < 300 ? 1 : 1.015, seconds: 600).HasDrifted([At(500)]));

    [Fact]
    public void HasDrifted_visit_before_the_first_reading_counts_to_the_first_stretch() =>
        Assert.True(History(second => second < 120 ? 1.1 : 1, seconds: 600).HasDrifted([Start - TimeSpan.FromMinutes(1)]));

    [Fact]
    public void LevelAt_slow_moments_do_not_move_the_level() =>
        Assert.Equal(1, History(second => second % 2 == 0 ? 1 : 2, seconds: 120).LevelAt(At(30))!.Value.Milliseconds, 2);

    [Fact]
    public void Of_pass_takes_the_median_of_its_canary()
    {
        var pass = TestPasses.At(TimeSpan.FromSeconds(4), [5]) with { CanaryNs = [9_000_000, 1_000_000, 2_000_000] };
        Assert.Equal(Reading(4, 2), CanaryReading.Of(pass));
        Assert.Null(CanaryReading.Of(TestPasses.Of(5)));
    }

    [Fact]
    public void Of_contended_readings_count_to_no_level()
    {
        var contended = Enumerable.Range(300, 300).Select(second => Reading(second, 1.5) with { Contended = true });
        var history = CanaryHistory.Of([.. Enumerable.Range(0, 600).Select(second => Reading(second, 1) with { Contended = false }), .. contended]);
        Assert.False(history.HasDrifted([At(420), At(500)]));
        Assert.Null(CanaryHistory.Of(contended).Baseline);
    }

    [Fact]
    public void Baseline_one_lucky_minute_of_many_makes_no_drift_of_the_others()
    {
        var history = History(second => second / 60 == 7 ? 0.95 : 1, seconds: 1800);
        Assert.Equal(1, history.Baseline!.Value.Milliseconds, 3);
        Assert.False(history.HasDrifted([At(100), At(900)]));
    }

    [Fact]
    public void Baseline_of_few_minutes_is_the_lowest_level() =>
        Assert.Equal(0.95, History(second => second / 60 == 2 ? 0.95 : 1, seconds: 540).Baseline!.Value.Milliseconds, 3);

    private static CanaryHistory History(Func<int, double> milliseconds, int seconds) =>
        CanaryHistory.Of(Enumerable.Range(0, seconds).Select(second => Reading(second, milliseconds(second))));

    private static CanaryReading Reading(int second, double milliseconds) => new(At(second), Latency.FromMilliseconds(milliseconds));

    private static DateTimeOffset At(int second) => Start + TimeSpan.FromSeconds(second);
}
