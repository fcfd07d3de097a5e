namespace LatBench.SearchSpaces.Darts;

/// <summary>One of the two edges into a node.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Input">The state that it reads: 0 and 1 are the inputs of the cell, 2 is its first node.</param>
internal readonly record struct GenotypeEdge(Operation Operation, int Input);
