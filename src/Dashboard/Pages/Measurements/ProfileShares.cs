using System.Globalization;
using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>A part of a network with its share of the time of all operators.</summary>
/// <param name="Name">The name of the part.</param>
/// <param name="Share">The share, 0 to 1.</param>
/// <param name="Operators">The number of operators.</param>
internal sealed record PartShare(string Name, double Share, int Operators);

/// <summary>Adds up the time of operators by their place in the network.</summary>
internal static class ProfileShares
{
    /// <summary>Gets the shares of the edges and vertices of the cell, all cells together, by <c>from-to</c> and by vertex; null where no operator has such a place.</summary>
    public static IReadOnlyDictionary<string, double>? OnDrawing(OperatorProfile profile)
    {
        var shares = new Dictionary<string, double>();
        foreach (var op in profile.Operators)
        {
            if (KeyOf(op.Place) is { } key)
                shares[key] = shares.GetValueOrDefault(key) + op.Share;
        }

        return shares.Count > 0 ? shares : null;
    }

    /// <summary>Gets the shares of the parts of the network, the largest first. Edges and vertices of cells are parts of their own, all cells together.</summary>
    public static IReadOnlyList<PartShare> ByPart(OperatorProfile profile) =>
    [
        .. profile.Operators
            .GroupBy(op => NameOf(op.Place))
            .Select(group => new PartShare(group.Key, group.Sum(op => op.Share), group.Count()))
            .OrderByDescending(part => part.Share),
    ];

    private static string NameOf(OperatorPlace? place) => place switch
    {
        { Part: NetworkPart.Edge, HasEdgeFrom: true, HasNode: true } => string.Create(CultureInfo.InvariantCulture, $"edge {place.EdgeFrom} → {place.Node} {place.Operation}"),
        { Part: NetworkPart.Node, HasNode: true } => string.Create(CultureInfo.InvariantCulture, $"vertex {place.Node} {place.Operation}"),
        { HasCell: false, Text.Length: > 0, Part: NetworkPart.Unspecified } => place.Text,
        _ => MeasurementText.Of(place?.Part ?? NetworkPart.Unmatched),
    };

    private static string? KeyOf(OperatorPlace? place) => place switch
    {
        { Part: NetworkPart.Edge, HasEdgeFrom: true, HasNode: true } => string.Create(CultureInfo.InvariantCulture, $"{place.EdgeFrom}-{place.Node}"),
        { Part: NetworkPart.Node, HasNode: true } => place.Node.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
