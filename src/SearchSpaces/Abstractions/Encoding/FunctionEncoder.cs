namespace LatBench.SearchSpaces;

/// <summary>An encoder that is a function: its features are taken as they are, in one group.</summary>
/// <param name="name">The name, such as <c>operation-counts/1</c>.</param>
/// <param name="width">The number of features.</param>
/// <param name="isByte">True where all features are whole numbers from 0 to 255.</param>
/// <param name="encode">Returns the features of an architecture.</param>
public sealed class FunctionEncoder(string name, int width, bool isByte, Func<Architecture, IEnumerable<float>> encode) : IArchitectureEncoder
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Width => width;

    /// <inheritdoc/>
    public bool IsByte => isByte;

    /// <inheritdoc/>
    public IReadOnlyList<double> Scales { get; } = [.. Enumerable.Repeat(1.0, width)];

    /// <inheritdoc/>
    public IReadOnlyList<FeatureGroup> Groups { get; } = [new(0, width)];

    /// <inheritdoc/>
    public FeatureGroup Trend => Groups[0];

    /// <inheritdoc/>
    public void Encode(Architecture architecture, Span<float> features)
    {
        var place = 0;
        foreach (var feature in encode(architecture))
            features[place++] = feature;
    }
}
