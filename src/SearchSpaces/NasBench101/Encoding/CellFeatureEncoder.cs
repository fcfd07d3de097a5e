using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary><see cref="CellFeatures"/>, and the scale that brings each to a standard deviation of 1 over a sample of the space. Features that never change in it are left out.</summary>
internal sealed class CellFeatureEncoder : IArchitectureEncoder
{
    private readonly int[] _kept;

    /// <summary>Initializes a new instance of the <see cref="CellFeatureEncoder"/> class, in about 100 ms.</summary>
    public CellFeatureEncoder()
    {
        var sample = SpaceSample.Cells.Select(CellFeatures.Of).ToArray();
        _kept = [.. Enumerable.Range(0, CellFeatures.Length).Where(feature => sample.Max(row => row[feature]) > sample.Min(row => row[feature]))];
        Scales = [.. _kept.Select(feature => 1 / SpaceSample.Deviation(sample, feature))];
        Groups = [.. Bounds().Select(bounds => new FeatureGroup(_kept.Count(feature => feature < bounds.First), _kept.Count(feature => feature >= bounds.First && feature < bounds.End)))];
    }

    public string Name => "nas-bench-101-features/1";

    public int Width => _kept.Length;

    public bool IsByte => false;

    public IReadOnlyList<double> Scales { get; }

    public IReadOnlyList<FeatureGroup> Groups { get; }

    public FeatureGroup Trend => new(0, Groups[0].Count + Groups[1].Count);

    public void Encode(Architecture architecture, Span<float> features)
    {
        var all = CellFeatures.Of(CanonicalForm.Of(CellTexts.Parse(architecture)));
        for (var i = 0; i < _kept.Length; i++)
            features[i] = (float)all[_kept[i]];
    }

    private static IEnumerable<(int First, int End)> Bounds()
    {
        var first = 0;
        foreach (var size in CellFeatures.GroupSizes)
            yield return (first, first += size);
    }
}
