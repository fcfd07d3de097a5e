namespace LatBench.SearchSpaces.Darts;

/// <summary>One cell of a genotype: two edges into every node, and the nodes that stand side by side in its output.</summary>
internal sealed class GenotypeCell
{
    /// <summary>The states before the first node: the outputs of the two cells before.</summary>
    public const int Inputs = 2;

    /// <summary>The number of nodes of a cell of the DARTS space, and the smallest.</summary>
    public const int MinNodes = 4;

    /// <summary>The largest number of nodes: that of NASNet and AmoebaNet.</summary>
    public const int MaxNodes = 5;

    /// <summary>The largest number of edges.</summary>
    public const int MaxEdges = 2 * MaxNodes;

    private readonly int _used;

    /// <summary>Creates a cell.</summary>
    /// <param name="edges">Two for each node, in the order of the nodes.</param>
    /// <param name="concatenated">The states of the output, ascending; all of them nodes.</param>
    public GenotypeCell(GenotypeEdge[] edges, int[] concatenated)
    {
        Edges = edges;
        Concatenated = concatenated;
        foreach (var state in concatenated)
            _used |= 1 << state;
        for (var node = Nodes - 1; node >= 0; node--)
        {
            if (IsUsed(Inputs + node))
                _used |= (1 << edges[2 * node].Input) | (1 << edges[(2 * node) + 1].Input);
        }
    }

    public GenotypeEdge[] Edges { get; }

    public int[] Concatenated { get; }

    public int Nodes => Edges.Length / 2;

    /// <summary>Gets a value indicating whether the output is all nodes, as in every cell of the DARTS space.</summary>
    public bool IsWhole => Concatenated.Length == Nodes;

    /// <summary>Gets a value indicating whether the DARTS space has the cell: four nodes, all in the output, seven operations, no input twice.</summary>
    public bool IsOfficial
    {
        get
        {
            if (Nodes != MinNodes || !IsWhole)
                return false;
            for (var edge = 0; edge < Edges.Length; edge += 2)
            {
                if (Edges[edge].Input == Edges[edge + 1].Input || (int)Edges[edge].Operation >= Operations.Official || (int)Edges[edge + 1].Operation >= Operations.Official)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Gets the state that an edge leads to.</summary>
    public static int StateOf(int edge) => Inputs + (edge / 2);

    /// <summary>Gets all states of the nodes, as the output of a cell of the DARTS space has them.</summary>
    public static int[] All(int nodes) => [.. Enumerable.Range(Inputs, nodes)];

    /// <summary>Determines whether the output depends on a state.</summary>
    public bool IsUsed(int state) => (_used >> state & 1) != 0;

    /// <summary>Gets the cell with another edge.</summary>
    public GenotypeCell With(int edge, GenotypeEdge other)
    {
        GenotypeEdge[] edges = [.. Edges];
        edges[edge] = other;
        return new GenotypeCell(edges, Concatenated);
    }
}

/// <summary>One of the two edges into a node.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Input">The state that it reads: 0 and 1 are the inputs of the cell, 2 is its first node.</param>
internal readonly record struct GenotypeEdge(Operation Operation, int Input);
