using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>The <see cref="CellFeatures"/> that change in a sample of the space.</summary>
internal sealed class CellFeatureEncoder : IArchitectureEncoder
{
    /// <summary>Made in about 100 ms.</summary>
    private readonly SelectedFeatures _selected = new(CellFeatures.GroupSizes, [.. SpaceSample.Cells.Select(CellFeatures.Of)]);

    public string Name => "nas-bench-101-features/1";

    public int Width => _selected.Count;

    public bool IsByte => false;

    public IReadOnlyList<double> Scales => _selected.Scales;

    public IReadOnlyList<FeatureGroup> Groups => _selected.Groups;

    public FeatureGroup Trend => _selected.Trend;

    public void Encode(Architecture architecture, Span<float> features) => _selected.Select(CellFeatures.Of(CanonicalForm.Of(CellTexts.Parse(architecture))), features);
}
