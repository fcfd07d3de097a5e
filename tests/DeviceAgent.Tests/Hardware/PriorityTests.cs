using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class PriorityTests
{
    [Fact]
    public void Get_says_what_the_system_gave()
    {
        int? before = null;
        int? after = null;
        // A thread of its own: its priority does not come back.
        var thread = new Thread(() =>
        {
            before = Priority.Get();
            Priority.Raise();
            after = Priority.Get();
        });
        thread.Start();
        thread.Join();
        Assert.InRange(before!.Value, -20, 19);
        Assert.True(after == Priority.Wished || after == before, $"{before} became {after}");
    }
}
