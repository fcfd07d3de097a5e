using LatBench.LatencyTables;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Labels;
using Microsoft.Extensions.Caching.Memory;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>
/// The data quality of imported targets: what speaks against their latencies. It is derived from the stored table, so that tables imported by earlier versions
/// have it too, and kept in memory until the table is replaced.
/// </summary>
internal sealed class ImportWarnings(IStore store, SearchSpaceRegistry spaces) : IDisposable
{
    private const int MaxTargets = 1000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxTargets });

    /// <summary>Gets the message for a labelled target, with what speaks against an imported one.</summary>
    public async Task<V1.LabelledTarget> DescribeAsync(LabelledTarget target, CancellationToken cancellationToken)
    {
        var message = target.ToProto();
        if (target.Origin == LabelOrigin.Imported)
            message.Warnings.AddRange(await CheckAsync(target, cancellationToken));
        return message;
    }

    /// <inheritdoc/>
    public void Dispose() => _known.Dispose();

    private async Task<IReadOnlyList<string>> CheckAsync(LabelledTarget target, CancellationToken cancellationToken)
    {
        // A space that another version knows: nothing can be said of its latencies here.
        if (!spaces.TryGet(target.SearchSpace, out var space))
            return [];
        var key = (target.Target, target.SearchSpace, target.Configuration, target.ImportedAt, target.Labels);
        if (_known.TryGetValue(key, out IReadOnlyList<string>? known))
            return known!;
        var labels = await store.Labels.ReadAsync(target.Target, target.SearchSpace, target.Configuration, cancellationToken);
        var warnings = LatencyPlausibility.Check(
            space, [.. labels.Select(label => new TableLatency(space.Parse(label.Architecture), label.Latency))], space.FindInput(target.Configuration.Input)!, target.Configuration.Batch);
        return _known.Set(key, warnings, new MemoryCacheEntryOptions { Size = 1 });
    }
}
