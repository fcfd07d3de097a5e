using System.Text;

namespace LatBench.SearchSpaces.NasBench201;

/// <summary>
/// A point of NAS-Bench-201: one <see cref="Operation"/> on each of the six edges of <see cref="Edge.All"/>.
/// Two architectures are equal when all six operations are. The default value has <c>none</c> on every edge.
/// </summary>
public readonly record struct Cell
{
    private static readonly int[] PlaceValues = [3125, 625, 125, 25, 5, 1];

    private readonly ushort _index;

    private Cell(int index) => _index = (ushort)index;

    /// <summary>
    /// The code read as a base-5 number, 0 to 15,624. It is LatBench's own ordinal, not the official NAS-Bench-201 index.
    /// </summary>
    public int Index => _index;

    /// <summary>
    /// Six digits, one an edge in the order of <see cref="Edge.All"/> (0→1, 0→2, 1→2, 0→3, 1→3, 2→3): 0 <c>none</c>,
    /// 1 <c>skip_connect</c>, 2 <c>nor_conv_1x1</c>, 3 <c>nor_conv_3x3</c>, 4 <c>avg_pool_3x3</c>.
    /// </summary>
    public string Code => string.Create(Edge.Count, this, static (digits, architecture) =>
    {
        for (var edge = 0; edge < digits.Length; edge++)
            digits[edge] = (char)('0' + (int)architecture[edge]);
    });

    /// <summary>The operations in the order of <see cref="Edge.All"/>; six of them.</summary>
    public IReadOnlyList<Operation> Operations => [this[0], this[1], this[2], this[3], this[4], this[5]];

    /// <summary>The architecture without the edges that are on no path from input to output.</summary>
    public EffectiveCell EffectiveCell => EffectiveCell.Of(this);

    /// <summary>The operation on an edge.</summary>
    /// <param name="edge">Its place in <see cref="Edge.All"/>, 0 to 5.</param>
    public Operation this[int edge] => (Operation)(_index / PlaceValues[edge] % NasBench201.Operations.Count);

    /// <summary>Builds an architecture from its operations.</summary>
    /// <param name="operations">Six, in the order of <see cref="Edge.All"/>.</param>
    /// <exception cref="ArgumentException">There are not six, or one of them is not an operation.</exception>
    public static Cell FromOperations(params ReadOnlySpan<Operation> operations)
    {
        if (operations.Length != Edge.Count)
            throw new ArgumentException($"A cell has {Edge.Count} operations, got {operations.Length}.", nameof(operations));
        var index = 0;
        foreach (var operation in operations)
        {
            if (!Enum.IsDefined(operation))
                throw new ArgumentException($"{(int)operation} is not an operation (0 to 4).", nameof(operations));
            index = index * NasBench201.Operations.Count + (int)operation;
        }

        return new Cell(index);
    }

    /// <summary>The architecture with the given <see cref="Index"/>.</summary>
    /// <param name="index">0 to 15,624.</param>
    public static Cell FromIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Space.Size);
        return new Cell(index);
    }

    /// <summary>Reads an architecture string or a 6-digit code.</summary>
    /// <param name="text">Such as <c>|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|</c> or <c>000100</c>.</param>
    /// <exception cref="FormatException">It is neither; the message names the position and what was expected there.</exception>
    public static Cell Parse(string text) =>
        TryParse(text, out var architecture, out var error) ? architecture : throw new FormatException(error.Message);

    /// <summary>Reads an architecture string or a 6-digit code; a malformed one is an outcome, not an exception.</summary>
    /// <param name="text">Such as <c>|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|</c> or <c>000100</c>.</param>
    /// <param name="architecture">The architecture, where the text is one.</param>
    /// <param name="error">The place at which the text stops being one, and what was expected there.</param>
    /// <returns>True where the text is an architecture.</returns>
    public static bool TryParse(
        string? text, out Cell architecture, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ParseError? error)
    {
        var parser = new CellParser(text ?? "");
        error = parser.Parse(out architecture);
        return error is null;
    }

    /// <summary>The architecture string, <c>|op~0|+|op~0|op~1|+|op~0|op~1|op~2|</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(100);
        for (var i = 0; i < Edge.Count; i++)
        {
            var edge = Edge.All[i];
            if (edge.From == 0)
                text.Append(i == 0 ? "|" : "+|");
            text.Append(this[i].Name()).Append('~').Append((char)('0' + edge.From)).Append('|');
        }

        return text.ToString();
    }
}
