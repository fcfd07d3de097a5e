using LatBench.DeviceAgent.Coordination;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Coordination;

public sealed class BackoffTests
{
    [Fact]
    public void Next_doubles_up_to_the_longest_and_starts_again_after_a_success()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeProvider.System, new SplitMix64(1));
        foreach (var full in new[] { 1.0, 2, 4, 8, 10, 10 }) Assert.InRange(backoff.Next().TotalSeconds, full / 2, full);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void Next_two_agents_wait_differently() => Assert.NotEqual(Of(1).Next(), Of(2).Next());

    private static Backoff Of(ulong seed) => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeProvider.System, new SplitMix64(seed));
}
