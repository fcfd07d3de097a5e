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
        return (profile with { Operators = [.. profile.Operators.Select(one => one with { Place = PlaceOf(one.Name, architecture) })] }).WithShares();
    }

    private static OperatorPlace PlaceOf(string name, Architecture architecture)
    {
        var place = NodePlace.Of(name, architecture);
        return new OperatorPlace(PartOf(place.Part), place.ToString())
        {
            Cell = place.Cell,
            EdgeFrom = place.From,
            Node = place.Node,
            Operation = place.Operation?.Name(),
        };
    }

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
