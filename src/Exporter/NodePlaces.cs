using System.Globalization;
using System.Text.RegularExpressions;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter;

/// <summary>
/// The places of all nodes of a runtime's graph. Most follow from their names alone; a convolution that took in what comes behind it (the
/// ReLU of a later edge, the normalisation of the head) is called after that, and is given back to where its input comes from.
/// </summary>
public static partial class NodePlaces
{
    /// <summary>The place of every node, in the order given.</summary>
    /// <param name="nodes">Name and operator of every node that ran.</param>
    /// <param name="architecture">The architecture whose graph was exported.</param>
    public static IReadOnlyList<NodePlace> Of(IReadOnlyList<(string Name, string OperatorType)> nodes, Architecture architecture)
    {
        var places = nodes.Select(node => NodePlace.Of(node.Name, architecture)).ToArray();
        var named = nodes.Index().Where(node => IsConvolution(node.Item.OperatorType) && !BehindName.IsMatch(node.Item.Name)).Select(node => places[node.Index]).ToHashSet();
        foreach (var (index, (name, operatorType)) in nodes.Index())
        {
            if (!IsConvolution(operatorType) || BehindName.Match(name) is not { Success: true } behind)
                continue;
            var cell = behind.Groups["cell"].Success ? Number(behind, "cell") : Skeleton.Cells;
            var convolution = Convolutions(cell, behind.Groups["from"].Success ? Number(behind, "from") : 0, architecture)
                .FirstOrDefault(place => place.Part == NodePart.Edge ? !named.Contains(place) : cell < Skeleton.Cells);
            if (convolution is null)
                continue;
            places[index] = convolution;
            named.Add(convolution);
        }

        return places;
    }

    private static bool IsConvolution(string operatorType) => operatorType.EndsWith("Conv", StringComparison.Ordinal);

    /// <summary>The convolutions whose results are added up in a node of a cell, or are it.</summary>
    private static IEnumerable<NodePlace> Convolutions(int cell, int node, Architecture architecture)
    {
        if (node == 0)
        {
            return cell == 0 ? [new NodePlace(NodePart.Stem)]
                : Skeleton.IsReduction(cell - 1) ? [new NodePlace(NodePart.Reduction, cell - 1)]
                : Convolutions(cell - 1, Edge.Nodes - 1, architecture);
        }

        return Edge.All.Index().Where(edge => edge.Item.To == node).SelectMany(edge => architecture.Operations[edge.Index] switch
        {
            Operation.NorConv1x1 or Operation.NorConv3x3 => [new NodePlace(NodePart.Edge, cell, edge.Item.From, node, architecture.Operations[edge.Index])],
            Operation.SkipConnect => Convolutions(cell, edge.Item.From, architecture),
            _ => [],
        });
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture);

    // A normalisation that the runtime writes as a convolution of its own is called …_bn.
    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:cell(?<cell>[0-9]|1[0-6])/(?:(?<from>[0-2])-[1-3]|first)/relu|head/(?:relu|norm)(?!_bn))", RegexOptions.CultureInvariant)]
    private static partial Regex BehindName { get; }
}
