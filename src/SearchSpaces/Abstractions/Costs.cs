namespace LatBench.SearchSpaces;

/// <summary>The published size of a network, as the tables of its space count it. The network that is measured may be smaller.</summary>
/// <param name="Macs">Multiply-accumulate operations of one image.</param>
/// <param name="Parameters">Trainable parameters.</param>
public readonly record struct Costs(long Macs, long Parameters);
