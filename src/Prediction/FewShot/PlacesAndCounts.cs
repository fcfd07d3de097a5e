using LatBench.SearchSpaces;

namespace LatBench.Prediction.FewShot;

/// <summary>The option at each place of the architecture as it is given, one-hot, place by place, and then how often each option is there.</summary>
/// <param name="choices">The choices of a space.</param>
internal sealed class PlacesAndCounts(IArchitectureChoices choices) : IArchitectureEncoder
{
    public string Name => "places-and-counts/1";

    public int Width => (choices.Places.Count + 1) * choices.Options.Count;

    public bool IsByte => true;

    public IReadOnlyList<double> Scales => [.. Enumerable.Repeat(1.0, Width)];

    public IReadOnlyList<FeatureGroup> Groups => [new(0, Width)];

    public FeatureGroup Trend => new(0, Width);

    public void Encode(Architecture architecture, Span<float> features)
    {
        Span<int> options = stackalloc int[choices.Places.Count];
        choices.Read(architecture, options);
        features.Clear();
        for (var place = 0; place < options.Length; place++)
        {
            features[(place * choices.Options.Count) + options[place]] = 1;
            features[(options.Length * choices.Options.Count) + options[place]]++;
        }
    }
}
