namespace LatBench.Cli.Rendering;

/// <summary>
/// Lays out tables and pairs at their natural width: no width of a terminal drops, splits or wraps a value; what is wider than the
/// terminal is wrapped by the terminal itself. Only columns of free text are shortened, with a mark, where that is asked for.
/// </summary>
internal static class TextTable
{
    private const string Gap = "  ";
    private const int MinFreeText = 8;

    /// <summary>The heading and the rows, columns aligned with blanks, none at the end of a line.</summary>
    /// <param name="columns">From left to right.</param>
    /// <param name="rows">A cell for each column.</param>
    /// <param name="width">Columns of the terminal, to which free text is shortened; null to leave all of it whole.</param>
    /// <param name="mark">Put at the end of a shortened text.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyList<string>> rows, int? width, string mark)
    {
        string[][] cells = [[.. columns.Select(column => column.Heading)], .. rows.Select(row => row.Select(Printable.OneLine).ToArray())];
        int[] widths = [.. columns.Select((_, i) => cells.Max(row => CellWidth.Of(row[i])))];
        if (width is { } limit)
            Narrow(columns, widths, limit);
        return cells.Select(row => string.Join(Gap, row.Select((cell, i) => CellWidth.Pad(CellWidth.Shorten(cell, widths[i], mark), widths[i]))).TrimEnd());
    }

    /// <summary>Names and values, one pair a line.</summary>
    public static IEnumerable<string> Pairs(IEnumerable<(string Name, string Value)> pairs)
    {
        (string Name, string Value)[] all = [.. pairs];
        var width = all.Length == 0 ? 0 : all.Max(pair => CellWidth.Of(pair.Name));
        return all.Select(pair => (CellWidth.Pad(pair.Name, width) + Gap + Printable.OneLine(pair.Value)).TrimEnd());
    }

    /// <summary>Takes from the widest column of free text, as long as the table is too wide and there is something to take.</summary>
    private static void Narrow(IReadOnlyList<TableColumn> columns, int[] widths, int limit)
    {
        int[] least = [.. columns.Select(column => Math.Max(MinFreeText, CellWidth.Of(column.Heading)))];
        while (widths.Sum() + (Gap.Length * (widths.Length - 1)) > limit)
        {
            var shrinkable = Enumerable.Range(0, widths.Length).Where(i => columns[i].IsFreeText && widths[i] > least[i]).ToArray();
            if (shrinkable.Length == 0)
                return;
            widths[shrinkable.MaxBy(i => widths[i])]--;
        }
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Heading">In capitals.</param>
/// <param name="IsFreeText">True where it holds prose or titles of any length: on a terminal these may be shortened, values never.</param>
internal readonly record struct TableColumn(string Heading, bool IsFreeText = false)
{
    /// <summary>A column of prose.</summary>
    public static TableColumn FreeText(string heading) => new(heading, IsFreeText: true);

    /// <summary>A column of values.</summary>
    public static implicit operator TableColumn(string heading) => new(heading);
}
