namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>The beginnings of the keys of tensors outside of cells.</summary>
internal static class WeightKeys
{
    /// <summary>The CIFAR stem.</summary>
    public const string Stem = "stem";

    private static readonly string[] Classifiers = [.. Enumerable.Range(0, GenotypeCell.MaxNodes + 1).Select(nodes => $"classifier/x{nodes}")];

    /// <summary>Gets the keys of the classifier.</summary>
    /// <param name="nodes">The nodes in the output of the last cell.</param>
    public static string Classifier(int nodes) => Classifiers[nodes];
}
