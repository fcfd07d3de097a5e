using LatBench.SearchSpaces.Darts.Network;

namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>The <see cref="GenotypeFeatures"/> that change in a sample of the space, and the scale that brings each to a standard deviation of 1 there.</summary>
internal sealed class GenotypeFeatureEncoder : IArchitectureEncoder
{
    private readonly Skeleton _skeleton;

    private readonly int[] _kept;

    /// <summary>Creates the encoder.</summary>
    /// <param name="skeleton">The network that costs are counted in.</param>
    /// <param name="sample">Architectures of the space.</param>
    public GenotypeFeatureEncoder(Skeleton skeleton, IReadOnlyList<Architecture> sample)
    {
        _skeleton = skeleton;
        var rows = sample.Select(Raw).ToArray();
        _kept = [.. Enumerable.Range(0, GenotypeFeatures.Length).Where(feature => rows.Any(row => row[feature] != rows[0][feature]))];
        Means = [.. _kept.Select(feature => rows.Average(row => row[feature]))];
        Scales = [.. _kept.Select((feature, i) => 1 / Math.Sqrt(rows.Average(row => Math.Pow(row[feature] - Means[i], 2))))];
        Groups = [.. Bounds().Select(bounds => new FeatureGroup(_kept.Count(feature => feature < bounds.First), _kept.Count(feature => feature >= bounds.First && feature < bounds.End)))];
    }

    public string Name => "darts-features/1";

    public int Width => _kept.Length;

    public bool IsByte => false;

    /// <summary>Gets the means over the sample.</summary>
    public IReadOnlyList<double> Means { get; }

    public IReadOnlyList<double> Scales { get; }

    public IReadOnlyList<FeatureGroup> Groups { get; }

    public FeatureGroup Trend => new(0, Groups[0].Count + Groups[1].Count);

    public void Encode(Architecture architecture, Span<float> features)
    {
        Span<float> raw = stackalloc float[GenotypeFeatures.Length];
        GenotypeFeatures.Write(GenotypeTexts.ParseCanonical(architecture), _skeleton, raw);
        for (var i = 0; i < _kept.Length; i++)
            features[i] = raw[_kept[i]];
    }

    private static IEnumerable<(int First, int End)> Bounds()
    {
        var first = 0;
        foreach (var size in GenotypeFeatures.GroupSizes)
            yield return (first, first += size);
    }

    private float[] Raw(Architecture architecture)
    {
        var features = new float[GenotypeFeatures.Length];
        GenotypeFeatures.Write(GenotypeTexts.ParseCanonical(architecture), _skeleton, features);
        return features;
    }
}
