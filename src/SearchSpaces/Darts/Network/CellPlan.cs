namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>A cell of a network.</summary>
/// <param name="Index">The place among the cells.</param>
/// <param name="IsReduction">True where it halves the size of images.</param>
/// <param name="HalvesFirstInput">True where its first input is twice as large as its second.</param>
/// <param name="Channels">The channels of every node.</param>
/// <param name="Size">The height and width of its inputs, the first one after it is fitted.</param>
internal sealed record CellPlan(int Index, bool IsReduction, bool HalvesFirstInput, int Channels, int Size)
{
    /// <summary>Gets the height and width of its nodes.</summary>
    public int OutputSize => IsReduction ? Size / 2 : Size;

    /// <summary>Gets the names of its layers.</summary>
    public CellNames Names { get; } = CellNames.Of(Index);

    /// <summary>Gets the stride of an edge: 2 from the inputs of a reduction cell.</summary>
    public int Stride(GenotypeEdge edge) => IsReduction && edge.Input < GenotypeCell.Inputs ? 2 : 1;
}
