namespace LatBench.SearchSpaces.NasBench201;

/// <summary>
/// An architecture after every edge that is on no path from input to output has become <c>none</c>. Architectures with equal
/// effective cells compute the same function and share one model. There are 9,444 reachable ones, and one unreachable: the
/// default value, into which all 341 architectures without any path from input to output fall.
/// </summary>
public readonly record struct EffectiveCell
{
    private EffectiveCell(Cell architecture) => Cell = architecture;

    /// <summary>The cell as an architecture, dead edges replaced by <c>none</c>: the canonical one of all that share it.</summary>
    public Cell Cell { get; }

    /// <summary>The 6-digit code of <see cref="Cell"/>.</summary>
    public string Code => Cell.Code;

    /// <summary>Gets a value indicating whether any path leads from input to output. Where none does there is nothing to measure.</summary>
    public bool IsReachable => Cell != default;

    /// <summary>Removes the dead edges of an architecture.</summary>
    /// <param name="architecture">Any architecture.</param>
    internal static EffectiveCell Of(Cell architecture)
    {
        Span<bool> fromInput = [true, false, false, false];
        for (var i = 0; i < Edge.Count; i++)
        {
            var edge = Edge.All[i];
            fromInput[edge.To] |= fromInput[edge.From] && architecture[i] != Operation.None;
        }

        Span<bool> toOutput = [false, false, false, true];
        for (var i = Edge.Count - 1; i >= 0; i--)
        {
            var edge = Edge.All[i];
            toOutput[edge.From] |= toOutput[edge.To] && architecture[i] != Operation.None;
        }

        Span<Operation> live = stackalloc Operation[Edge.Count];
        for (var i = 0; i < Edge.Count; i++)
        {
            var edge = Edge.All[i];
            live[i] = fromInput[edge.From] && toOutput[edge.To] ? architecture[i] : Operation.None;
        }

        return new EffectiveCell(Cell.FromOperations(live));
    }

    /// <summary>The architecture string of <see cref="Cell"/>.</summary>
    public override string ToString() => Cell.ToString();
}
