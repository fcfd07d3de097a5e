using LatBench.SearchSpaces;

namespace LatBench.Prediction.Encoding;

/// <summary>The graphs of a batch of architectures in two arrays, as a graph network takes them.</summary>
/// <param name="encoder">The encoder.</param>
/// <param name="count">The number of graphs.</param>
internal sealed class GraphBatch(IGraphEncoder encoder, int count)
{
    private readonly int _links = encoder.Nodes * encoder.Nodes;

    private readonly int _features = encoder.Nodes * encoder.Features;

    /// <summary>Row-major, batch × nodes × nodes.</summary>
    public float[] Adjacency { get; } = new float[count * encoder.Nodes * encoder.Nodes];

    /// <summary>Row-major, batch × nodes × features.</summary>
    public float[] Features { get; } = new float[count * encoder.Nodes * encoder.Features];

    /// <summary>The graphs of architectures.</summary>
    public static GraphBatch Of(IGraphEncoder encoder, IReadOnlyList<Architecture> architectures)
    {
        var batch = new GraphBatch(encoder, architectures.Count);
        for (var i = 0; i < architectures.Count; i++)
            batch.Load(i, architectures[i]);
        return batch;
    }

    /// <summary>Writes one graph.</summary>
    public void Load(int place, Architecture architecture) =>
        encoder.Encode(architecture, Adjacency.AsSpan(place * _links, _links), Features.AsSpan(place * _features, _features));
}
