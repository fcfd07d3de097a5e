using LatBench.SearchSpaces;

namespace LatBench.Exporter.Profiles;

/// <summary>
/// The places of a runtime's nodes in the network that was exported. A runtime that fuses or rewrites nodes keeps the exported names within its
/// own (<c>InsertedPrecisionFreeCast_cell0/0-1/norm_nchwc</c>, <c>cell0/0-1/conv_token_7</c>), so the first exported name that a name holds counts.
/// A convolution that took in what follows it (the ReLU of a later edge, the normalisation of the head) is called after that, and is given back
/// to where its input comes from.
/// </summary>
public sealed class NodePlaces
{
    private readonly NetworkGraph _network;

    private readonly NameIndex<NetworkPlace> _layers;

    private readonly NameIndex<NetworkOperator> _operators;

    /// <summary>Creates the places of a network.</summary>
    /// <param name="network">The network whose graph was exported.</param>
    public NodePlaces(NetworkGraph network)
    {
        _network = network;
        _layers = new NameIndex<NetworkPlace>(network.Operators.DistinctBy(op => op.Layer).Select(op => (op.Layer, op.Place)).Append(("logits", network.Output.Place)));
        _operators = new NameIndex<NetworkOperator>(network.Operators.Select(op => (op.Name, op)));
    }

    /// <summary>Gets the place of one node by its name alone; unmatched where it holds no exported name.</summary>
    /// <param name="nodeName">The name of the node in the runtime's graph.</param>
    public NetworkPlace Of(string nodeName) => _layers.FindFirst(nodeName) ?? NetworkPlace.Unmatched;

    /// <summary>Gets the place of every node, in the order given.</summary>
    /// <param name="nodes">The name and operator type of every node that ran.</param>
    public IReadOnlyList<NetworkPlace> Of(IReadOnlyList<(string Name, string OperatorType)> nodes)
    {
        var places = nodes.Select(node => Of(node.Name)).ToArray();
        var followers = nodes.Select(node => IsConvolution(node.OperatorType) ? FindFollower(node.Name) : null).ToArray();
        var taken = nodes.Index().Where(node => IsConvolution(node.Item.OperatorType) && followers[node.Index] is null).Select(node => places[node.Index]).ToHashSet();
        foreach (var (index, follower) in followers.Index())
        {
            if (follower is null)
                continue;
            var place = Convolutions(follower.Inputs[0]).Select(convolution => convolution.Place)
                .FirstOrDefault(place => place.Part is NetworkPart.Edge or NetworkPart.Node ? !taken.Contains(place) : follower.Place.Part != NetworkPart.Head);
            if (place is null)
                continue;
            places[index] = place;
            taken.Add(place);
        }

        return places;
    }

    private static bool IsConvolution(string operatorType) => operatorType.EndsWith("Conv", StringComparison.Ordinal);

    /// <summary>The ReLU or separate normalisation that a name names; a normalisation that the runtime writes as a convolution of its own is called …_bn.</summary>
    private NetworkOperator? FindFollower(string nodeName) => _operators.FindFirst(nodeName) switch
    {
        ReluOperator relu => relu,
        NormalizationOperator norm when _network[norm.Inputs[0]] is not ConvolutionOperator && !nodeName.Contains(norm.Name + "_bn", StringComparison.Ordinal) => norm,
        _ => null,
    };

    /// <summary>The convolutions whose results are added up in a value, or are it.</summary>
    private IEnumerable<ConvolutionOperator> Convolutions(NetworkValue value) => _network[value] switch
    {
        ConvolutionOperator convolution => [convolution],
        NormalizationOperator or AddOperator or ConcatenateOperator or TruncateOperator or CropOperator or MaxPoolOperator => _network[value].Inputs.SelectMany(Convolutions),
        _ => [],
    };
}
