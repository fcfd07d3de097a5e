using System.Globalization;
using System.Text.RegularExpressions;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter;

/// <summary>Which part of a network a node of its graph belongs to.</summary>
public enum NodePart
{
    /// <summary>What comes before the first cell.</summary>
    Stem,

    /// <summary>An operation of a normal cell.</summary>
    Edge,

    /// <summary>The sum of the edges into a node of a normal cell.</summary>
    Sum,

    /// <summary>A reduction cell.</summary>
    Reduction,

    /// <summary>What comes after the last cell.</summary>
    Head,

    /// <summary>None that the exporter wrote.</summary>
    Unmatched,
}

/// <summary>What a node of a graph is of the network.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Cell">The cell, 0 to 16; null outside of cells.</param>
/// <param name="From">Node of the cell where the edge begins; null unless the part is an edge.</param>
/// <param name="Node">Node of the cell where the edge ends, or whose inputs are added; null elsewhere.</param>
/// <param name="Operation">Operation of the edge; null elsewhere.</param>
public sealed partial record NodePlace(NodePart Part, int? Cell = null, int? From = null, int? Node = null, Operation? Operation = null)
{
    /// <summary>
    /// Finds the place of a node by its name. A runtime that fuses or rewrites nodes keeps their names within its own
    /// (<c>InsertedPrecisionFreeCast_cell0/0-1/norm_nchwc</c>, <c>cell0/0-1/conv_token_7</c>), so the first name of the exporter's that a name holds counts.
    /// </summary>
    /// <param name="nodeName">Name of the node in the runtime's graph.</param>
    /// <param name="architecture">The architecture whose graph was exported.</param>
    public static NodePlace Of(string nodeName, Architecture architecture)
    {
        var match = ExportedName.Match(nodeName);
        if (!match.Success)
            return new NodePlace(NodePart.Unmatched);
        if (!match.Groups["cell"].Success)
            return new NodePlace(match.Groups["stem"].Success ? NodePart.Stem : NodePart.Head);
        var cell = Number(match, "cell");
        if (cell >= Skeleton.Cells)
            return new NodePlace(NodePart.Unmatched);
        if (Skeleton.IsReduction(cell))
            return new NodePlace(NodePart.Reduction, cell);
        if (match.Groups["sum"].Success)
            return new NodePlace(NodePart.Sum, cell, Node: Number(match, "sum"));
        if (!match.Groups["from"].Success)
            return new NodePlace(NodePart.Unmatched);
        var edge = new Edge(Number(match, "from"), Number(match, "to"));
        for (var i = 0; i < Edge.Count; i++)
        {
            if (Edge.All[i] == edge)
                return new NodePlace(NodePart.Edge, cell, edge.From, edge.To, architecture.Operations[i]);
        }

        return new NodePlace(NodePart.Unmatched);
    }

    /// <summary>In words: <c>stem</c>, <c>cell 3 edge 1->2 nor_conv_3x3</c>, <c>cell 3 sum at node 2</c>, <c>cell 5 reduction</c>, <c>head</c>, <c>unmatched</c>.</summary>
    public override string ToString() => Part switch
    {
        NodePart.Stem => "stem",
        NodePart.Edge => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} edge {From}->{Node} {Operation!.Value.Name()}"),
        NodePart.Sum => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} sum at node {Node}"),
        NodePart.Reduction => string.Create(CultureInfo.InvariantCulture, $"cell {Cell} reduction"),
        NodePart.Head => "head",
        _ => "unmatched",
    };

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:cell(?<cell>[0-9]{1,2})/(?:(?<from>[0-3])-(?<to>[0-3])|sum[0-3]-(?<sum>[0-3])|first|second|shortcut|sum)|(?<stem>stem|input)|head|classifier|logits)(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex ExportedName { get; }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture);
}
