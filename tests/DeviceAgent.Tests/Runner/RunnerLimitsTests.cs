using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class RunnerLimitsTests : IDisposable
{
    private const long Kibibyte = 1024;
    private const long Mebibyte = 1 << 20;

    private readonly TemporaryDirectory _root = new();

    [Fact]
    public void DataBytes_machine_that_tells_nothing_has_no_bound()
    {
        Assert.Null(RunnerLimits.DataBytes(new SystemFiles(_root.Path), null));
        Assert.Null(RunnerLimits.DataBytes(new SystemFiles(_root.Path), 512));
    }

    [Theory]
    [InlineData(null, 800_000 * Kibibyte)]
    [InlineData(512, (100_000 * Kibibyte) + (512 * Mebibyte))]
    [InlineData(10_000, 800_000 * Kibibyte)]
    [InlineData(int.MaxValue, 800_000 * Kibibyte)]
    public void DataBytes_is_the_tighter_of_share_and_model(int? mebibytes, long expected)
    {
        _root.Write("proc/meminfo", "MemAvailable: 1000000 kB\n");
        _root.Write("proc/self/status", "Name: runner\nVmData:\t  100000 kB\n");
        Assert.Equal(expected, RunnerLimits.DataBytes(new SystemFiles(_root.Path), mebibytes));
    }

    [Fact]
    public void DataBytes_counts_what_the_container_leaves()
    {
        _root.Write("proc/meminfo", "MemAvailable: 1000000 kB\n");
        _root.Write("proc/self/cgroup", "0::/\n");
        _root.Write("sys/fs/cgroup/memory.max", "1000\n");
        _root.Write("sys/fs/cgroup/memory.current", "500\n");
        Assert.Equal(400, RunnerLimits.DataBytes(new SystemFiles(_root.Path), null));
    }

    public void Dispose() => _root.Dispose();
}
