using System.Collections.Concurrent;

namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>The names of the layers of a cell, made once.</summary>
internal sealed class CellNames
{
    private static readonly ConcurrentDictionary<int, CellNames> Known = new();

    private CellNames(int cell)
    {
        Cell = $"cell{cell}";
        Inputs = [.. Enumerable.Range(0, GenotypeCell.Inputs).Select(input => new InputNames($"{Cell}/input{input}"))];
        Edges = [.. Enumerable.Range(0, GenotypeCell.MaxEdges).Select(edge => new EdgeNames($"{Cell}/edge{edge}", $"{Cell}/conv7"))];
        Sums = [.. Enumerable.Range(0, GenotypeCell.MaxNodes).Select(node => $"{Cell}/sum{GenotypeCell.Inputs + node}")];
    }

    public string Cell { get; }

    public IReadOnlyList<InputNames> Inputs { get; }

    public IReadOnlyList<EdgeNames> Edges { get; }

    /// <summary>Gets the names of the sums, by node.</summary>
    public IReadOnlyList<string> Sums { get; }

    public static CellNames Of(int cell) => Known.GetOrAdd(cell, one => new CellNames(one));
}
