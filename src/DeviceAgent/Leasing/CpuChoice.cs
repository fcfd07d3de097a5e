namespace LatBench.DeviceAgent.Leasing;

/// <summary>Which CPUs a model is pinned to: the last ones allowed, because the first tends to serve the interrupts.</summary>
internal sealed class CpuChoice(IReadOnlyList<int> allowed)
{
    public IReadOnlyList<int> For(int threads) => [.. allowed.Skip(Math.Max(0, allowed.Count - threads))];
}
