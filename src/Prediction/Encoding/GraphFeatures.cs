using LatBench.SearchSpaces;

namespace LatBench.Prediction.Encoding;

/// <summary>A graph as a flat list of features: the adjacency matrix, then the features of the nodes.</summary>
/// <param name="graph">The graph encoder.</param>
internal sealed class GraphFeatures(IGraphEncoder graph) : IArchitectureEncoder
{
    public string Name => graph.Name;

    public int Width => (graph.Nodes * graph.Nodes) + (graph.Nodes * graph.Features);

    public bool IsByte => true;

    public IReadOnlyList<double> Scales => [.. Enumerable.Repeat(1.0, Width)];

    public IReadOnlyList<FeatureGroup> Groups => [new(0, Width)];

    public FeatureGroup Trend => new(0, Width);

    public void Encode(Architecture architecture, Span<float> features)
    {
        var links = graph.Nodes * graph.Nodes;
        graph.Encode(architecture, features[..links], features[links..]);
    }
}
