using System.Globalization;

namespace LatBench.SearchSpaces;

/// <summary>The part of a network that an operator belongs to.</summary>
public enum NetworkPart
{
    /// <summary>The layers before the first cell.</summary>
    Stem,

    /// <summary>An operation of a searched cell.</summary>
    Edge,

    /// <summary>The sum of the edges into a node of a searched cell.</summary>
    Sum,

    /// <summary>A fixed cell between two stages.</summary>
    Reduction,

    /// <summary>The layers after the last cell.</summary>
    Head,

    /// <summary>No part that the exporter wrote.</summary>
    Unmatched,
}

/// <summary>The place of an operator in its network.</summary>
/// <param name="Part">The part of the network.</param>
/// <param name="Cell">The cell, counted from 0; null outside of cells.</param>
/// <param name="From">The node of the cell where the edge begins; null unless the part is an edge.</param>
/// <param name="Node">The node of the cell where the edge ends, or whose inputs are added; null elsewhere.</param>
/// <param name="Operation">The name of the edge's operation in its space; null elsewhere.</param>
public sealed record NetworkPlace(NetworkPart Part, int? Cell = null, int? From = null, int? Node = null, string? Operation = null)
{
    /// <summary>Gets the place before the first cell.</summary>
    public static NetworkPlace Stem { get; } = new(NetworkPart.Stem);

    /// <summary>Gets the place after the last cell.</summary>
    public static NetworkPlace Head { get; } = new(NetworkPart.Head);

    /// <summary>Gets the place of an operator that the exporter did not write.</summary>
    public static NetworkPlace Unmatched { get; } = new(NetworkPart.Unmatched);

    /// <summary>Gets the label: <c>stem</c>, <c>cell/3/edge/1-2</c>, <c>cell/3/sum/2</c>, <c>cell/5/reduction</c>, <c>head</c> or <c>unmatched</c>.</summary>
    public string Label => Part switch
    {
        NetworkPart.Stem => "stem",
        NetworkPart.Edge => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/edge/{From}-{Node}"),
        NetworkPart.Sum => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/sum/{Node}"),
        NetworkPart.Reduction => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/reduction"),
        NetworkPart.Head => "head",
        _ => "unmatched",
    };

    /// <summary>Gets the place in words: <c>stem</c>, <c>cell 3 edge 1->2 nor_conv_3x3</c>, <c>cell 3 sum at node 2</c>, <c>cell 5 reduction</c>, <c>head</c> or <c>unmatched</c>.</summary>
    public override string ToString() => Part switch
    {
        NetworkPart.Edge => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} edge {From}->{Node} {Operation}"),
        NetworkPart.Sum => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} sum at node {Node}"),
        NetworkPart.Reduction => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} reduction"),
        _ => Label,
    };
}
