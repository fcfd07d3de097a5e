using LatBench.SearchSpaces.Darts.Network;

namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>The <see cref="GenotypeFeatures"/> that change in a sample of the space.</summary>
internal sealed class GenotypeFeatureEncoder : IArchitectureEncoder
{
    private readonly Skeleton _skeleton;

    private readonly SelectedFeatures _selected;

    /// <summary>Creates the encoder.</summary>
    /// <param name="skeleton">The network that costs are counted in.</param>
    /// <param name="sample">Architectures of the space.</param>
    public GenotypeFeatureEncoder(Skeleton skeleton, IReadOnlyList<Architecture> sample)
    {
        _skeleton = skeleton;
        _selected = new SelectedFeatures(GenotypeFeatures.GroupSizes, [.. sample.Select(Raw)]);
    }

    public string Name => "darts-features/1";

    public int Width => _selected.Count;

    public bool IsByte => false;

    /// <summary>Gets the means over the sample.</summary>
    public IReadOnlyList<double> Means => _selected.Means;

    public IReadOnlyList<double> Scales => _selected.Scales;

    public IReadOnlyList<FeatureGroup> Groups => _selected.Groups;

    public FeatureGroup Trend => _selected.Trend;

    public void Encode(Architecture architecture, Span<float> features)
    {
        Span<double> raw = stackalloc double[GenotypeFeatures.Length];
        GenotypeFeatures.Write(GenotypeTexts.ParseCanonical(architecture), _skeleton, raw);
        _selected.Select(raw, features);
    }

    private double[] Raw(Architecture architecture)
    {
        var features = new double[GenotypeFeatures.Length];
        GenotypeFeatures.Write(GenotypeTexts.ParseCanonical(architecture), _skeleton, features);
        return features;
    }
}
