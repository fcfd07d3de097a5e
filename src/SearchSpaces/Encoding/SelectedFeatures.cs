namespace LatBench.SearchSpaces;

/// <summary>Those of a list of features that change in a sample of a space, in their groups, with the means of the sample and the scale that brings each to a standard deviation of 1 there.</summary>
internal sealed class SelectedFeatures
{
    private readonly int[] _kept;

    /// <summary>Selects.</summary>
    /// <param name="groupSizes">The number of features of each group.</param>
    /// <param name="sample">The features of architectures of the space.</param>
    public SelectedFeatures(IReadOnlyList<int> groupSizes, IReadOnlyList<double[]> sample)
    {
        // By its range: the deviation of equal numbers is their rounding error, not zero.
        _kept = [.. Enumerable.Range(0, groupSizes.Sum()).Where(feature => sample.Max(row => row[feature]) > sample.Min(row => row[feature]))];
        Means = [.. _kept.Select(feature => sample.Average(row => row[feature]))];
        Scales = [.. _kept.Select((feature, i) => 1 / Math.Sqrt(sample.Average(row => (row[feature] - Means[i]) * (row[feature] - Means[i]))))];
        var groups = new List<FeatureGroup>();
        var first = 0;
        foreach (var size in groupSizes)
        {
            var end = first + size;
            groups.Add(new FeatureGroup(_kept.Count(feature => feature < first), _kept.Count(feature => feature >= first && feature < end)));
            first = end;
        }

        Groups = groups;
    }

    /// <summary>The number of features that are left.</summary>
    public int Count => _kept.Length;

    /// <summary>Their means in the sample.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>One divided by their standard deviations in the sample.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>The groups among them.</summary>
    public IReadOnlyList<FeatureGroup> Groups { get; }

    /// <summary>The first two groups, which count operations and add up costs.</summary>
    public FeatureGroup Trend => new(0, Groups[0].Count + Groups[1].Count);

    /// <summary>Writes those that are left.</summary>
    /// <param name="raw">All of them.</param>
    /// <param name="features">Room for <see cref="Count"/>.</param>
    public void Select(ReadOnlySpan<double> raw, Span<float> features)
    {
        for (var i = 0; i < _kept.Length; i++)
            features[i] = (float)raw[_kept[i]];
    }
}
