using System.Globalization;

namespace LatBench.SearchSpaces.NasBench101.Network;

/// <summary>
/// Builds one cell. An edge from the input is a 1×1 convolution of its own to the channels of the vertex; an edge between inner vertices passes on as many channels as the
/// vertex has. A vertex adds its edges and applies its operation. The output is the inner vertices that lead to it side by side, plus the edge from the input.
/// </summary>
/// <param name="graph">The network.</param>
/// <param name="cell">The cell.</param>
/// <param name="place">The number of the cell in the network, counted from 0.</param>
internal sealed class CellBuilder(NetworkGraphBuilder graph, Cell cell, int place)
{
    /// <summary>The name of the operation on an edge from the input.</summary>
    public const string Projection = "projection";

    private static readonly Window Same1x1 = Window.Square(1);

    private static readonly Window Same3x3 = Window.Square(3, padding: 1);

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"cell{place}");

    private readonly int[] _channels = VertexChannels.Of(cell, Skeleton.InputChannels(place), Skeleton.Channels(place));

    private readonly NetworkValue[] _values = new NetworkValue[cell.Vertices];

    /// <summary>Adds the operators of the cell.</summary>
    /// <returns>The output.</returns>
    public NetworkValue Build(NetworkValue input)
    {
        _values[0] = input;
        for (var vertex = 1; vertex < cell.Output; vertex++)
            _values[vertex] = Apply(vertex, Sum(vertex));
        return Combine();
    }

    private NetworkValue Sum(int vertex)
    {
        NetworkValue? sum = null;
        for (var from = 1; from < vertex; from++)
        {
            if (cell.HasEdge(from, vertex))
                sum = Add(sum, from, vertex, graph.Truncate($"{_name}/{from}-{vertex}", Edge(from, vertex, null), _values[from], _channels[vertex]));
        }

        return cell.HasEdge(0, vertex) ? Add(sum, 0, vertex, Project(vertex)) : sum!.Value; // every vertex is on a path from the input
    }

    private NetworkValue Combine()
    {
        NetworkValue[] parts = [.. Enumerable.Range(1, cell.Vertices - 2).Where(vertex => cell.HasEdge(vertex, cell.Output)).Select(vertex => _values[vertex])];
        NetworkValue? output = parts.Length == 0 ? null : graph.Concatenate(_name + "/output", new NetworkPlace(NetworkPart.Concatenation, place), parts);
        return cell.HasEdge(0, cell.Output) ? Add(output, 0, cell.Output, Project(cell.Output)) : output!.Value;
    }

    private NetworkValue Apply(int vertex, NetworkValue x)
    {
        var operation = cell[vertex];
        var node = new NetworkPlace(NetworkPart.Node, place, Node: vertex, Operation: operation.Name());
        return operation switch
        {
            Operation.Conv3x3 => ConvNormRelu($"{_name}/{vertex}/conv3x3", node, x, _channels[vertex], Same3x3),
            Operation.Conv1x1 => ConvNormRelu($"{_name}/{vertex}/conv1x1", node, x, _channels[vertex], Same1x1),
            _ => graph.MaxPool($"{_name}/{vertex}", node, x, Same3x3),
        };
    }

    private NetworkValue Project(int vertex) => ConvNormRelu($"{_name}/0-{vertex}/projection", Edge(0, vertex, Projection), _values[0], _channels[vertex], Same1x1);

    private NetworkValue ConvNormRelu(string layer, NetworkPlace at, NetworkValue x, int channels, Window window)
    {
        var weights = WeightPlan.Key(layer, channels);
        return graph.Relu(layer, at, graph.Normalization(layer, at, graph.Convolution(layer, at, x, channels, window, weights), weights));
    }

    private NetworkValue Add(NetworkValue? sum, int from, int vertex, NetworkValue x) =>
        sum is { } left ? graph.Add($"{_name}/sum{from}-{vertex}", new NetworkPlace(NetworkPart.Sum, place, Node: vertex), left, x) : x;

    private NetworkPlace Edge(int from, int to, string? operation) => new(NetworkPart.Edge, place, from, to, operation);
}
