namespace LatBench.SearchSpaces;

/// <summary>The encoders of a space.</summary>
/// <param name="Features">Everything that says something about a latency: for LatBench's own predictor and for trees.</param>
/// <param name="Operations">The number of times that each operation is computed: for sums of operator latencies.</param>
/// <param name="Cost">What the number of multiplications and the number of parameters depend on: for regression on them.</param>
/// <param name="Graph">The graph of the BRP-NAS paper; null where the space has none, and no graph network.</param>
public sealed record ArchitectureEncoders(IArchitectureEncoder Features, IArchitectureEncoder Operations, IArchitectureEncoder Cost, IGraphEncoder? Graph);
