namespace LatBench.DeviceAgent.Running;

/// <summary>The runners of an agent. Owns them.</summary>
/// <param name="count">The number of runners, 1 or more.</param>
/// <param name="create">Makes one.</param>
internal sealed class RunnerSet(int count, Func<RunnerSupervisor> create) : IDisposable
{
    public IReadOnlyList<RunnerSupervisor> All { get; } = [.. Enumerable.Range(0, count).Select(_ => create())];

    public void Dispose()
    {
        foreach (var runner in All) runner.Dispose();
    }
}
