using LatBench.Coordinator.Artifacts;
using LatBench.Exporter.Profiles;
using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.Storage.Models;
using MeasuredPart = LatBench.Measurements.NetworkPart;
using NetworkPart = LatBench.SearchSpaces.NetworkPart;

namespace LatBench.Coordinator.Profiles;

/// <summary>Joins a profile back to the network that was exported: the place of every operator, and its share of the time.</summary>
internal static class ProfilePlaces
{
    /// <summary>Gets the profile with places and shares; of an uploaded model, whose places are not known, with shares alone.</summary>
    public static OperatorProfile Join(SearchSpaceRegistry spaces, Model model, OperatorProfile profile)
    {
        if (model.SearchSpace == UploadedModel.SearchSpace)
            return profile.WithShares();
        var places = new NodePlaces(ModelExports.Spec(spaces, model).BuildGraph()).Of([.. profile.Operators.Select(one => (one.Name, one.OperatorType))]);
        return (profile with { Operators = [.. profile.Operators.Zip(places, (one, place) => one with { Place = ToDomain(place) })] }).WithShares();
    }

    /// <summary>Gets the place in the network of an operator of a joined profile; of one that was not joined, no part.</summary>
    public static NetworkPlace ToNetwork(OperatorPlace? place) => place is null
        ? NetworkPlace.Unmatched
        : new NetworkPlace(place.Part == MeasuredPart.Edge ? NetworkPart.Edge : NetworkPart.Unmatched, place.Cell, place.EdgeFrom, place.Node, place.Operation);

    private static OperatorPlace ToDomain(NetworkPlace place) => new(PartOf(place.Part), place.ToString())
    {
        Cell = place.Cell,
        EdgeFrom = place.From,
        Node = place.Node,
        Operation = place.Operation,
    };

    private static MeasuredPart PartOf(NetworkPart part) => part switch
    {
        NetworkPart.Stem => MeasuredPart.Stem,
        NetworkPart.Edge => MeasuredPart.Edge,
        NetworkPart.Node => MeasuredPart.Node,
        NetworkPart.Sum => MeasuredPart.Sum,
        NetworkPart.Preprocessing => MeasuredPart.Preprocessing,
        NetworkPart.Concatenation => MeasuredPart.Concatenation,
        NetworkPart.Reduction => MeasuredPart.Reduction,
        NetworkPart.Head => MeasuredPart.Head,
        _ => MeasuredPart.Unmatched,
    };
}
