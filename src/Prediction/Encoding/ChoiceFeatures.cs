using LatBench.SearchSpaces;

namespace LatBench.Prediction.Encoding;

/// <summary>The option at each place of the canonical architecture, one-hot; place by place.</summary>
/// <param name="space">The space.</param>
/// <param name="choices">Its choices.</param>
internal sealed class ChoiceFeatures(ISearchSpace space, IArchitectureChoices choices) : IArchitectureEncoder
{
    public string Name => "choices/1";

    public int Width => choices.Places.Count * choices.Options.Count;

    public bool IsByte => true;

    public IReadOnlyList<double> Scales => [.. Enumerable.Repeat(1.0, Width)];

    public IReadOnlyList<FeatureGroup> Groups => [new(0, Width)];

    public FeatureGroup Trend => new(0, Width);

    public void Encode(Architecture architecture, Span<float> features)
    {
        Span<int> options = stackalloc int[choices.Places.Count];
        choices.Read(space.Canonicalize(architecture), options);
        features.Clear();
        for (var place = 0; place < options.Length; place++)
            features[(place * choices.Options.Count) + options[place]] = 1;
    }
}
