namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>
/// <see cref="CellFeatures"/> of every architecture of the space, and the scale that brings each to a standard deviation of 1 over the measurable ones. Features
/// that never change are left out.
/// </summary>
internal sealed class CellFeatureEncoder : IArchitectureEncoder
{
    /// <summary>The counts and the costs of the paths under the first operation cost vector.</summary>
    private const int CountsAndPaths = 10;

    private static readonly Lazy<CellFeatureEncoder> Shared = new(() => new CellFeatureEncoder());

    private readonly byte[] _cells;

    private CellFeatureEncoder()
    {
        var all = Space.All.Select(CellFeatures.Of).ToArray();
        var measurable = Space.Measurable.Select(cell => all[cell.Index]).ToArray();
        var deviations = Enumerable.Range(0, CellFeatures.Length).Select(feature => Deviation(measurable, feature)).ToArray();
        var kept = Enumerable.Range(0, CellFeatures.Length).Where(feature => deviations[feature] > 0).ToArray();
        Groups = [.. Bounds().Select(bounds => new FeatureGroup(kept.Count(feature => feature < bounds.First), kept.Count(feature => feature >= bounds.First && feature < bounds.End)))];
        Scales = [.. kept.Select(feature => 1 / deviations[feature])];
        _cells = [.. all.SelectMany(features => kept.Select(feature => features[feature]))];
    }

    /// <summary>Gets the one encoder; it is built once, in about 100 ms.</summary>
    public static CellFeatureEncoder Instance => Shared.Value;

    public string Name => "cell-features/1";

    public int Width => Scales.Count;

    public bool IsByte => true;

    public IReadOnlyList<double> Scales { get; }

    /// <summary>Gets the groups of <see cref="CellFeatures.GroupSizes"/>, by their columns here.</summary>
    public IReadOnlyList<FeatureGroup> Groups { get; }

    public FeatureGroup Trend => new(0, CountsAndPaths);

    public void Encode(Architecture architecture, Span<float> features)
    {
        var row = _cells.AsSpan(CellTexts.Parse(architecture).Index * Width, Width);
        for (var i = 0; i < row.Length; i++)
            features[i] = row[i];
    }

    private static IEnumerable<(int First, int End)> Bounds()
    {
        var first = 0;
        foreach (var size in CellFeatures.GroupSizes)
            yield return (first, first += size);
    }

    private static double Deviation(byte[][] rows, int feature)
    {
        var mean = rows.Average(row => (double)row[feature]);
        return Math.Sqrt(rows.Average(row => (row[feature] - mean) * (row[feature] - mean)));
    }
}
