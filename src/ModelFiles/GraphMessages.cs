using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles;

/// <summary>Walks through the messages of a graph.</summary>
internal static class GraphMessages
{
    /// <summary>The graphs that an attribute holds.</summary>
    public static IEnumerable<GraphProto> Subgraphs(this AttributeProto attribute) => attribute.G is { } graph ? [graph, .. attribute.Graphs] : attribute.Graphs;

    /// <summary>The graph itself and all graphs in attributes of its nodes, however deep.</summary>
    public static IEnumerable<GraphProto> WithSubgraphs(this GraphProto graph)
    {
        yield return graph;
        foreach (var inner in graph.Node.Subgraphs())
            yield return inner;
    }

    /// <summary>All graphs in attributes of nodes, however deep.</summary>
    public static IEnumerable<GraphProto> Subgraphs(this IEnumerable<NodeProto> nodes) =>
        nodes.SelectMany(node => node.Attribute).SelectMany(attribute => attribute.Subgraphs()).SelectMany(inner => inner.WithSubgraphs());

    /// <summary>True for the domain of ONNX's own operators, which has two names.</summary>
    public static bool IsOnnx(string domain) => domain is "" or "ai.onnx";

    /// <summary>The name of a domain, one for ONNX's own.</summary>
    public static string Domain(string domain) => IsOnnx(domain) ? "" : domain;
}
