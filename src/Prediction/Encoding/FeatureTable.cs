using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Encoding;

/// <summary>
/// The features of every architecture of the space, and the scale that brings each to a standard deviation of 1 over the measurable ones. Features
/// that never change are left out. Exported predictors carry the table, so that they take architectures as they are.
/// </summary>
internal sealed class FeatureTable
{
    private static readonly Lazy<FeatureTable> Shared = new(() => new FeatureTable());

    private readonly byte[] _cells;

    private FeatureTable()
    {
        var all = Space.All.Select(CellFeatures.Of).ToArray();
        var measurable = Space.Measurable.Select(architecture => all[architecture.Index]).ToArray();
        var deviations = Enumerable.Range(0, CellFeatures.Length).Select(feature => Deviation(measurable, feature)).ToArray();
        var kept = Enumerable.Range(0, CellFeatures.Length).Where(feature => deviations[feature] > 0).ToArray();
        Groups = [.. Bounds().Select(bounds => new FeatureGroup(kept.Count(feature => feature < bounds.First), kept.Count(feature => feature >= bounds.First && feature < bounds.End)))];
        Scales = [.. kept.Select(feature => 1 / deviations[feature])];
        _cells = [.. all.SelectMany(features => kept.Select(feature => features[feature]))];
    }

    /// <summary>The one table; it is built once, in about 100 ms.</summary>
    public static FeatureTable Instance => Shared.Value;

    /// <summary>Features an architecture has.</summary>
    public int Width => Scales.Length;

    /// <summary>All of them.</summary>
    public FeatureGroup All => new(0, Width);

    /// <summary>The groups of <see cref="CellFeatures.GroupSizes"/>, by their columns here.</summary>
    public FeatureGroup[] Groups { get; }

    /// <summary>Gets the factor by which each feature is multiplied.</summary>
    public double[] Scales { get; }

    /// <summary>Row-major, one row an architecture, by its index.</summary>
    public ReadOnlyMemory<byte> Bytes => _cells;

    /// <summary>The features of an architecture.</summary>
    public ReadOnlySpan<byte> Row(Architecture architecture) => _cells.AsSpan(architecture.Index * Width, Width);

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
