using System.Numerics;

namespace LatBench.SearchSpaces.NasBench101;

/// <summary>Another order of the inner vertices of a cell.</summary>
internal sealed class Reordering
{
    private readonly int[] _places;

    private readonly int[] _bits;

    /// <summary>Initializes a new instance of the <see cref="Reordering"/> class.</summary>
    /// <param name="places">The new place of every vertex; input and output stay.</param>
    private Reordering(int[] places)
    {
        _places = places;
        _bits = new int[places.Length * (places.Length - 1) / 2];
        for (var to = 1; to < places.Length; to++)
        {
            for (var from = 0; from < to; from++)
                _bits[BitOperations.Log2((uint)Cell.Bit(from, to))] = places[from] < places[to] ? Cell.Bit(places[from], places[to]) : 0;
        }
    }

    /// <summary>Lists the reorderings of cells of a size, that which changes nothing first.</summary>
    public static IEnumerable<Reordering> All(int vertices) => vertices < 2
        ? []
        : Permutations([.. Enumerable.Range(1, vertices - 2)]).Select(inner => new Reordering([0, .. inner, vertices - 1]));

    /// <summary>Moves the edges, unless one would lead backwards or the result is larger than a limit.</summary>
    /// <param name="bits">The edges.</param>
    /// <param name="limit">The largest result.</param>
    /// <param name="reordered">The edges in the new order.</param>
    public bool TryApply(int bits, int limit, out int reordered)
    {
        reordered = 0;
        for (var rest = (uint)bits; rest != 0; rest &= rest - 1)
        {
            var moved = _bits[BitOperations.TrailingZeroCount(rest)];
            reordered |= moved;
            if (moved == 0 || reordered > limit)
                return false;
        }

        return true;
    }

    /// <summary>Moves the operations.</summary>
    public int Apply(Cell cell)
    {
        var labels = 0;
        for (var vertex = 1; vertex < cell.Output; vertex++)
            labels |= Cell.Label(_places[vertex], cell[vertex]);
        return labels;
    }

    private static IEnumerable<int[]> Permutations(int[] items)
    {
        if (items.Length == 0)
        {
            yield return [];
            yield break;
        }

        for (var first = 0; first < items.Length; first++)
        {
            foreach (var rest in Permutations([.. items[..first], .. items[(first + 1)..]]))
                yield return [items[first], .. rest];
        }
    }
}
