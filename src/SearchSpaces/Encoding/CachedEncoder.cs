namespace LatBench.SearchSpaces;

/// <summary>
/// An encoder that keeps the features that it computed lately, for a space that is too large to be listed: a search reads those of its candidates at every step.
/// </summary>
/// <param name="inner">The encoder that computes them.</param>
internal sealed class CachedEncoder(IArchitectureEncoder inner) : IArchitectureEncoder
{
    /// <summary>The number of architectures of a generation of the cache: more than the candidates of a search.</summary>
    public const int Capacity = 40_000;

    private readonly RecentCache<Architecture, float[]> _rows = new(Capacity, architecture =>
    {
        var row = new float[inner.Width];
        inner.Encode(architecture, row);
        return row;
    });

    public string Name => inner.Name;

    public int Width => inner.Width;

    public bool IsByte => inner.IsByte;

    public IReadOnlyList<double> Scales => inner.Scales;

    public IReadOnlyList<FeatureGroup> Groups => inner.Groups;

    public FeatureGroup Trend => inner.Trend;

    public void Encode(Architecture architecture, Span<float> features) => _rows.Get(architecture).CopyTo(features);
}
