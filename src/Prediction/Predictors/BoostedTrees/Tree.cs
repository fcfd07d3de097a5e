namespace LatBench.Prediction.Predictors.BoostedTrees;

/// <summary>A regression tree. Children that are negative are leaves: the complement of the leaf's place.</summary>
/// <param name="Features">The feature each inner node asks for.</param>
/// <param name="Thresholds">Left where the feature is at most this.</param>
/// <param name="Left">Left children.</param>
/// <param name="Right">Right children.</param>
/// <param name="Leaves">Values of the leaves.</param>
internal sealed record Tree(int[] Features, float[] Thresholds, int[] Left, int[] Right, double[] Leaves)
{
    public double Evaluate(ReadOnlySpan<float> row)
    {
        if (Features.Length == 0)
            return Leaves[0];
        var node = 0;
        while (node >= 0)
            node = row[Features[node]] <= Thresholds[node] ? Left[node] : Right[node];
        return Leaves[~node];
    }
}
