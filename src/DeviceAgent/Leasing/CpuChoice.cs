namespace LatBench.DeviceAgent.Leasing;

/// <summary>Chooses the CPUs that a model is pinned to.</summary>
/// <param name="allowed">The CPUs that may be used, ascending.</param>
internal sealed class CpuChoice(IReadOnlyList<int> allowed)
{
    /// <summary>While it is measured: the last ones allowed, because the first tends to serve the interrupts.</summary>
    public IReadOnlyList<int> For(int threads) => [.. allowed.Skip(Math.Max(0, allowed.Count - threads))];

    /// <summary>While it is loaded beside others: one CPU each. Threads of the runtime inherit it, so a model of several threads loads where it is measured.</summary>
    /// <param name="threads">Threads of the model.</param>
    /// <param name="place">Its place among those that are loaded together, from 0.</param>
    public IReadOnlyList<int> ForLoading(int threads, int place) =>
        threads == 1 ? [allowed[allowed.Count - 1 - (place % allowed.Count)]] : For(threads);
}
