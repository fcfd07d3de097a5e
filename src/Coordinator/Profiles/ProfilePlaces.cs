using LatBench.Exporter;
using LatBench.Measurements;
using LatBench.SearchSpace.NasBench201;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Profiles;

/// <summary>Joins a profile back to the network that was exported: what every operator is of it, and its share of the time.</summary>
internal static class ProfilePlaces
{
    /// <summary>The profile with places and shares.</summary>
    public static OperatorProfile Join(Model model, OperatorProfile profile)
    {
        var architecture = Architecture.Parse(model.Architecture);
        var places = NodePlaces.Of([.. profile.Operators.Select(one => (one.Name, one.OperatorType))], architecture);
        return (profile with { Operators = [.. profile.Operators.Zip(places, (one, place) => one with { Place = ToDomain(place) })] }).WithShares();
    }

    private static OperatorPlace ToDomain(NodePlace place) => new(PartOf(place.Part), place.ToString())
    {
        Cell = place.Cell,
        EdgeFrom = place.From,
        Node = place.Node,
        Operation = place.Operation?.Name(),
    };

    private static NetworkPart PartOf(NodePart part) => part switch
    {
        NodePart.Stem => NetworkPart.Stem,
        NodePart.Edge => NetworkPart.Edge,
        NodePart.Sum => NetworkPart.Sum,
        NodePart.Reduction => NetworkPart.Reduction,
        NodePart.Head => NetworkPart.Head,
        _ => NetworkPart.Unmatched,
    };
}
