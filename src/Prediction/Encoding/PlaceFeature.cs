using LatBench.SearchSpaces;

namespace LatBench.Prediction.Encoding;

/// <summary>The place of an architecture in the list of its space: for predictors that are a table of the space.</summary>
/// <param name="index">The list.</param>
internal sealed class PlaceFeature(SpaceIndex index) : IArchitectureEncoder
{
    public string Name => "place/1";

    public int Width => 1;

    public bool IsByte => false;

    public IReadOnlyList<double> Scales { get; } = [1];

    public IReadOnlyList<FeatureGroup> Groups { get; } = [new(0, 1)];

    public FeatureGroup Trend => new(0, 1);

    public void Encode(Architecture architecture, Span<float> features) => features[0] = index[architecture];
}
