namespace LatBench.SearchSpaces;

/// <summary>
/// A network as typed operators with shapes and places, in an order in which it can be run. The exporter lowers it to ONNX, profiles are
/// joined on its names, and predictors read it. It holds no weights: operators name tensors of a <see cref="WeightLayout"/>.
/// </summary>
public sealed class NetworkGraph
{
    internal NetworkGraph(IReadOnlyList<NetworkOperator> operators) => Operators = operators;

    /// <summary>Gets the operators; the inputs of each stand before it. The first one is the image, the last one the output.</summary>
    public IReadOnlyList<NetworkOperator> Operators { get; }

    /// <summary>Gets the operator that computes the output.</summary>
    public NetworkOperator Output => Operators[^1];

    /// <summary>Gets the operator that computes a value.</summary>
    /// <param name="value">A value of this graph.</param>
    public NetworkOperator this[NetworkValue value] => Operators[value.Index];
}
