namespace LatBench.SearchSpaces.NasBench201;

/// <summary>Cells from and to architectures. The texts of all cells are made once, in about 10 ms: then neither way parses or prints.</summary>
internal static class CellTexts
{
    private static readonly Lazy<Architecture[]> Texts = new(() => [.. Space.All.Select(cell => new Architecture(Space.Name, cell.ToString()))]);

    private static readonly Lazy<Dictionary<string, Cell>> Cells = new(() => Space.All.ToDictionary(cell => Of(cell).Text));

    /// <summary>Gets the architecture of a cell.</summary>
    public static Architecture Of(Cell cell) => Texts.Value[cell.Index];

    /// <summary>Gets the cell of an architecture.</summary>
    /// <exception cref="ArgumentException">It is of another space.</exception>
    /// <exception cref="FormatException">The text is no architecture.</exception>
    public static Cell Parse(Architecture architecture)
    {
        if (architecture.Space != Space.Name)
            throw new ArgumentException($"'{architecture.Text}' is of the space '{architecture.Space}', not of {Space.Name}.", nameof(architecture));
        return Cells.Value.TryGetValue(architecture.Text, out var cell) ? cell : Cell.Parse(architecture.Text);
    }

    /// <summary>Finds the cell of a printed text.</summary>
    public static bool TryGet(string? text, out Cell cell)
    {
        cell = default;
        return text is not null && Cells.Value.TryGetValue(text, out cell);
    }
}
