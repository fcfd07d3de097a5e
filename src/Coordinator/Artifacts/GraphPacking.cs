using LatBench.Exporter;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Artifacts;

/// <summary>
/// Stores the graphs of a campaign before the campaign is there, many in one artefact: a file for each of thousands would have the disk flushed as often. Graphs that are
/// stored already are left out. What an abandoned campaign leaves is found again by the next one with the same models, as artefacts are named by their content.
/// </summary>
internal sealed class GraphPacking(IModelStore models, IArtifactStore artifacts)
{
    private const int GraphsPerLookUp = 256;
    private const int PackBytes = 4 << 20;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _waiting = new(StringComparer.Ordinal);
    private readonly List<(string Sha256, byte[] Compressed)> _pack = [];
    private readonly Dictionary<string, GraphPlace> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private int _packBytes;

    /// <summary>Adds a graph, and stores the weights that it refers to.</summary>
    /// <param name="sha256">The SHA-256 of the graph.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="weights">Weights that are not stored yet; null where there are none.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="Storage.StorageException">The place of artefacts cannot be written.</exception>
    public async Task AddAsync(string sha256, ReadOnlyMemory<byte> graph, SharedWeights? weights, CancellationToken cancellationToken)
    {
        if (weights is not null && _weights.Add(weights.Sha256))
            await artifacts.PutAsync(weights.Bytes, cancellationToken);
        _waiting[sha256] = graph;
        if (_waiting.Count >= GraphsPerLookUp)
            await PackAsync(cancellationToken);
    }

    /// <summary>Stores what is left. Returns the places of the graphs that were not stored before, by SHA-256.</summary>
    /// <exception cref="Storage.StorageException">The place of artefacts cannot be written.</exception>
    public async Task<IReadOnlyDictionary<string, GraphPlace>> EndAsync(CancellationToken cancellationToken)
    {
        await PackAsync(cancellationToken);
        await WriteAsync(cancellationToken);
        return _places;
    }

    private async Task PackAsync(CancellationToken cancellationToken)
    {
        var stored = await models.ListStoredGraphsAsync([.. _waiting.Keys], cancellationToken);
        foreach (var (sha256, graph) in _waiting.Where(one => !stored.Contains(one.Key)))
        {
            var compressed = GraphCompression.Compress(graph.Span);
            _pack.Add((sha256, compressed));
            _packBytes += compressed.Length;
            if (_packBytes >= PackBytes)
                await WriteAsync(cancellationToken);
        }

        _waiting.Clear();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_pack.Count == 0)
            return;
        var content = new byte[_packBytes];
        var offset = 0;
        foreach (var (_, compressed) in _pack)
        {
            compressed.CopyTo(content, offset);
            offset += compressed.Length;
        }

        var artifact = await artifacts.PutAsync(content, cancellationToken);
        offset = 0;
        foreach (var (sha256, compressed) in _pack)
        {
            _places[sha256] = new GraphPlace(artifact, offset, compressed.Length);
            offset += compressed.Length;
        }

        _pack.Clear();
        _packBytes = 0;
    }
}
