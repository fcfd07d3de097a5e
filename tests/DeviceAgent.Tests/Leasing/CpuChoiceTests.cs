using LatBench.DeviceAgent.Leasing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class CpuChoiceTests
{
    private static readonly CpuChoice Choice = new([2, 3, 5]);

    [Fact]
    public void For_takes_the_last()
    {
        Assert.Equal([5], Choice.For(1));
        Assert.Equal([3, 5], Choice.For(2));
    }

    [Fact]
    public void ForLoading_gives_each_of_a_group_a_cpu_of_its_own()
    {
        Assert.Equal([[5], [3], [2], [5]], Enumerable.Range(0, 4).Select(place => Choice.ForLoading(1, place)));
    }

    [Fact]
    public void ForLoading_several_threads_load_where_they_are_measured() => Assert.Equal([3, 5], Choice.ForLoading(2, 1));
}
