namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>The names of the layers that fit an input of a cell, and the beginnings of the keys of their tensors.</summary>
/// <param name="Layer">Such as <c>cell3/input0</c>.</param>
internal sealed record InputNames(string Layer)
{
    public string FirstHalf { get; } = Layer + "/half1";

    public string SecondHalf { get; } = Layer + "/half2";

    /// <summary>Gets the keys of the normalisation behind two halves.</summary>
    public string Norm { get; } = Layer + "/norm";

    private string[] Wholes { get; } = Numbered(Layer);

    private string[] FirstHalves { get; } = Numbered(Layer + "/half1");

    private string[] SecondHalves { get; } = Numbered(Layer + "/half2");

    /// <summary>Gets the keys of a convolution and its normalisation.</summary>
    /// <param name="nodes">The nodes in the output of the cell that is read; 0 for the stem.</param>
    public string Whole(int nodes) => Wholes[nodes];

    /// <summary>Gets the keys of the first convolution of two.</summary>
    /// <param name="nodes">The nodes in the output of the cell that is read; 0 for the stem.</param>
    public string First(int nodes) => FirstHalves[nodes];

    /// <summary>Gets the keys of the second convolution of two.</summary>
    /// <param name="nodes">The nodes in the output of the cell that is read; 0 for the stem.</param>
    public string Second(int nodes) => SecondHalves[nodes];

    private static string[] Numbered(string key) => [.. Enumerable.Range(0, GenotypeCell.MaxNodes + 1).Select(nodes => $"{key}/x{nodes}")];
}
