namespace LatBench.SearchSpaces.NasBench101.Texts;

/// <summary>Cells from and to architectures.</summary>
internal static class CellTexts
{
    /// <summary>Gets the architecture of a cell.</summary>
    public static Architecture Of(Cell cell) => new(Space.Name, cell.ToString());

    /// <summary>Gets the cell of an architecture.</summary>
    /// <exception cref="ArgumentException">It is of another space.</exception>
    /// <exception cref="FormatException">The text is no architecture.</exception>
    public static Cell Parse(Architecture architecture)
    {
        if (architecture.Space != Space.Name)
            throw new ArgumentException($"'{architecture.Text}' is of the space '{architecture.Space}', not of {Space.Name}.", nameof(architecture));
        return new CellParser(architecture.Text).Parse(out var cell) is { } error ? throw new FormatException(error.Message) : cell;
    }
}
