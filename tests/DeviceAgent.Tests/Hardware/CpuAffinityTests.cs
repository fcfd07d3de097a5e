using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class CpuAffinityTests
{
    [Fact]
    public void TrySet_pins_a_thread_and_reads_it_back()
    {
        IReadOnlyList<int> seen = [];
        var last = CpuAffinity.Get()[^1];
        var held = false;
        // A thread of its own: the pool's threads must stay free.
        var thread = new Thread(() =>
        {
            held = CpuAffinity.TrySet([last]);
            seen = CpuAffinity.Get();
        });
        thread.Start();
        thread.Join();
        Assert.True(held);
        Assert.Equal([last], seen);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(5000)]
    [InlineData(-1)]
    public void TrySet_cpu_that_is_not_there_is_refused(int cpu) => Assert.False(CpuAffinity.TrySet([cpu]));
}
