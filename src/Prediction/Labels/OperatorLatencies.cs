using LatBench.Measurements;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Labels;

/// <summary>
/// The latencies of single operations on one target, from per-operator profiles of some models: the mean of each operation on each edge over all the cells of a
/// network, and what a network takes besides. An edge on which an operation was not profiled has the operation's mean over the other edges.
/// </summary>
public sealed class OperatorLatencies
{
    private readonly Dictionary<(int Edge, Operation Operation), double> _edges;

    private readonly Dictionary<Operation, double> _operations;

    private OperatorLatencies(Dictionary<(int Edge, Operation Operation), double> edges, Dictionary<Operation, double> operations, double rest) =>
        (_edges, _operations, Rest) = (edges, operations, Latency.FromMilliseconds(rest));

    /// <summary>Gets the latency of a network besides the operations on its edges: stem, sums, reductions, head.</summary>
    public Latency Rest { get; }

    /// <summary>Averages profiles.</summary>
    /// <param name="profiles">Of models of one target and one configuration.</param>
    /// <exception cref="PredictionException">There is none, one is impossible, or an operation is in none of them.</exception>
    public static OperatorLatencies Of(IReadOnlyList<ProfiledModel> profiles)
    {
        if (profiles.Count == 0)
            throw new PredictionException("There is no profile to take operator latencies from: submit a campaign with --profile, or leave them away.");
        var places = profiles.SelectMany(Places).ToArray();
        var operations = places.GroupBy(place => place.Operation).ToDictionary(group => group.Key, group => group.Average(place => place.Milliseconds));
        var missing = Enum.GetValues<Operation>().Where(operation => operation != Operation.None && !operations.ContainsKey(operation)).ToArray();
        if (missing.Length > 0)
            throw new PredictionException($"No profile has {string.Join(", ", missing)}: profile a model that runs it, or leave operator latencies away.");
        return new OperatorLatencies(
            places.GroupBy(place => (place.Edge, place.Operation)).ToDictionary(group => group.Key, group => group.Average(place => place.Milliseconds)),
            operations, profiles.Average(profile => profile.Rest.Milliseconds));
    }

    /// <summary>Returns the latency of an operation on an edge, in all cells together; nothing where there is none.</summary>
    /// <param name="edge">A place of <see cref="Edge.All"/>.</param>
    /// <param name="operation">The operation.</param>
    public Latency At(int edge, Operation operation) => Latency.FromMilliseconds(
        operation == Operation.None ? 0 : _edges.TryGetValue((edge, operation), out var milliseconds) ? milliseconds : _operations[operation]);

    private static IEnumerable<(int Edge, Operation Operation, double Milliseconds)> Places(ProfiledModel profile)
    {
        var cell = profile.Architecture.EffectiveCell.Architecture;
        if (profile.Edges.Count != Edge.Count || profile.Edges.Append(profile.Rest).Any(latency => !double.IsFinite(latency.Milliseconds) || latency.Milliseconds < 0))
            throw new PredictionException($"The profile of architecture {profile.Architecture.Code} needs {Edge.Count} latencies of edges and one of the rest, finite and not below zero: correct or remove it.");
        return Enumerable.Range(0, Edge.Count).Where(edge => cell[edge] != Operation.None).Select(edge => (edge, cell[edge], profile.Edges[edge].Milliseconds));
    }
}
