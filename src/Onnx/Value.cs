namespace LatBench.Onnx;

/// <summary>A tensor inside a graph that is being built: an input, an initialiser or a node's output.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
public readonly record struct Value(string Name);
