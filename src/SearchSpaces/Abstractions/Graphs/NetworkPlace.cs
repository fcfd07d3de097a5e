using System.Globalization;

namespace LatBench.SearchSpaces;

/// <summary>The part of a network that an operator belongs to.</summary>
public enum NetworkPart
{
    /// <summary>The layers before the first cell.</summary>
    Stem,

    /// <summary>An operation of a searched cell.</summary>
    Edge,

    /// <summary>An operation at a node of a searched cell.</summary>
    Node,

    /// <summary>The sum of the edges into a node of a searched cell.</summary>
    Sum,

    /// <summary>The layers that fit an input of a searched cell to it.</summary>
    Preprocessing,

    /// <summary>The values that a searched cell puts side by side as its output.</summary>
    Concatenation,

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
/// <param name="From">The node of the cell where the edge begins, or the input that is fitted; null elsewhere.</param>
/// <param name="Node">The node of the cell where the edge ends, where the operation is, or whose inputs are added; null elsewhere.</param>
/// <param name="Operation">The name of the operation on the edge or at the node in its space; null elsewhere.</param>
public sealed record NetworkPlace(NetworkPart Part, int? Cell = null, int? From = null, int? Node = null, string? Operation = null)
{
    /// <summary>Gets the place before the first cell.</summary>
    public static NetworkPlace Stem { get; } = new(NetworkPart.Stem);

    /// <summary>Gets the place after the last cell.</summary>
    public static NetworkPlace Head { get; } = new(NetworkPart.Head);

    /// <summary>Gets the place of an operator that the exporter did not write.</summary>
    public static NetworkPlace Unmatched { get; } = new(NetworkPart.Unmatched);

    /// <summary>Gets the label: <c>stem</c>, <c>cell/3/edge/1-2</c>, <c>cell/3/node/2</c>, <c>cell/3/sum/2</c>, <c>cell/3/preprocessing/0</c>, <c>cell/3/concatenation</c>, <c>cell/5/reduction</c>, <c>head</c> or <c>unmatched</c>.</summary>
    public string Label => Part switch
    {
        NetworkPart.Stem => "stem",
        NetworkPart.Edge => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/edge/{From}-{Node}"),
        NetworkPart.Node => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/node/{Node}"),
        NetworkPart.Sum => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/sum/{Node}"),
        NetworkPart.Preprocessing => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/preprocessing/{From}"),
        NetworkPart.Concatenation => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/concatenation"),
        NetworkPart.Reduction => string.Create(CultureInfo.InvariantCulture, $"cell/{Cell}/reduction"),
        NetworkPart.Head => "head",
        _ => "unmatched",
    };

    /// <summary>Gets the place in words: <c>stem</c>, <c>cell 3 edge 1->2 nor_conv_3x3</c>, <c>cell 3 node 2 conv3x3-bn-relu</c>, <c>cell 3 sum at node 2</c>, <c>cell 3 preprocessing of input 0</c>, <c>cell 3 concatenation</c>, <c>cell 5 reduction</c>, <c>head</c> or <c>unmatched</c>.</summary>
    public override string ToString() => Part switch
    {
        NetworkPart.Edge => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} edge {From}->{Node} {Operation}"),
        NetworkPart.Node => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} node {Node} {Operation}"),
        NetworkPart.Sum => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} sum at node {Node}"),
        NetworkPart.Preprocessing => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} preprocessing of input {From}"),
        NetworkPart.Concatenation => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} concatenation"),
        NetworkPart.Reduction => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} reduction"),
        _ => Label,
    };
}
