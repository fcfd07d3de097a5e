using LatBench.Coordinator.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Coordinator.Tests.Jobs;

/// <summary>The silence of a device counts only while it could be heard.</summary>
public sealed class AttentionTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Attention _attention;

    public AttentionTests() => _attention = new Attention(_time, Step * 2);

    [Fact]
    public void Covers_only_the_time_since_the_first_confirmation()
    {
        Assert.False(_attention.Covers(TimeSpan.Zero));
        _attention.Confirm();
        ListenFor(HalfAnHour - Step);

        Assert.False(_attention.Covers(HalfAnHour));
        ListenFor(Step);
        Assert.True(_attention.Covers(HalfAnHour));
    }

    [Theory]
    [InlineData(8 * 60)]
    [InlineData(1.5)]
    public void Gap_of_a_machine_that_slept_or_a_clock_that_was_set_begins_the_time_anew(double minutes)
    {
        _attention.Confirm();
        ListenFor(HalfAnHour);

        _time.Advance(TimeSpan.FromMinutes(minutes));
        _attention.Confirm();

        Assert.False(_attention.Covers(HalfAnHour));
        ListenFor(HalfAnHour);
        Assert.True(_attention.Covers(HalfAnHour));
    }

    [Fact]
    public void Clock_that_is_set_back_begins_the_time_anew()
    {
        var clock = new SetClock { Now = _time.GetUtcNow() };
        var attention = new Attention(clock, Step * 2);
        attention.Confirm();

        clock.Now -= HalfAnHour;
        attention.Confirm();

        Assert.True(attention.Covers(TimeSpan.Zero));
        clock.Now += Step;
        attention.Confirm();
        Assert.True(attention.Covers(Step));
    }

    [Fact]
    public void Lapse_begins_the_time_anew()
    {
        _attention.Confirm();
        ListenFor(HalfAnHour);

        _attention.Lapse();

        Assert.False(_attention.Covers(TimeSpan.Zero));
        _attention.Confirm();
        Assert.False(_attention.Covers(Step));
    }

    private void ListenFor(TimeSpan duration)
    {
        for (var listened = TimeSpan.Zero; listened < duration; listened += Step)
        {
            _time.Advance(Step);
            _attention.Confirm();
        }
    }

    /// <summary>A clock that can be set back, which <see cref="FakeTimeProvider"/> refuses.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
