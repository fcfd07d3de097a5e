namespace LatBench.SearchSpaces;

/// <summary>Describes architectures to graph networks: an adjacency matrix and the features of every node. Implementations are thread-safe.</summary>
public interface IGraphEncoder
{
    /// <summary>Gets the name, such as <c>cell-graph/1</c>. It stands in exported predictors: an encoder whose numbers change has another one.</summary>
    string Name { get; }

    /// <summary>Gets the number of nodes of every graph; the first one is linked to all.</summary>
    int Nodes { get; }

    /// <summary>Gets the number of features of a node.</summary>
    int Features { get; }

    /// <summary>Writes the graph of an architecture; every number is 0 or 1.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    /// <param name="adjacency">Row-major, nodes × nodes: a row has the node itself and its successors.</param>
    /// <param name="features">Row-major, nodes × features.</param>
    void Encode(Architecture architecture, Span<float> adjacency, Span<float> features);
}
