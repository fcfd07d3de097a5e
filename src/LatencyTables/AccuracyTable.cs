using System.Globalization;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>One column of published accuracies, which answers a search without any training.</summary>
public sealed class AccuracyTable
{
    /// <summary>The upper limit of fractions: where no accuracy is higher, all are fractions, as percentages so low would be at or below chance.</summary>
    private const double MaxFraction = 1;

    private AccuracyTable(Dictionary<Architecture, double> accuracies, Dictionary<Architecture, int> officialIndices) =>
        (Accuracies, OfficialIndices) = (accuracies, officialIndices);

    /// <summary>Gets the accuracy, in percent, of every architecture that has one.</summary>
    public IReadOnlyDictionary<Architecture, double> Accuracies { get; }

    /// <summary>Published indices, where the table has a column of them beside the architectures.</summary>
    public IReadOnlyDictionary<Architecture, int> OfficialIndices { get; }

    /// <summary>Reads one column of a CSV file with a column of architecture strings or codes, or those of the space's own tables. Empty fields, <c>NaN</c> and <c>NA</c> are left out.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="path">The file.</param>
    /// <param name="column">The column, in percent.</param>
    /// <param name="keys">The architectures of keys, for a file that names architectures by key alone.</param>
    /// <exception cref="TableException">The file or the column cannot be used; the message says why, with line numbers.</exception>
    public static AccuracyTable Open(ISearchSpace space, string path, string column, ArchitectureKeys? keys = null) => Of(space, CsvTable.Open(path, ArchitectureColumn.Expected(space)), column, keys);

    /// <summary>Reads the names of the columns of a file, without that of the architectures.</summary>
    /// <exception cref="TableException">The file cannot be used; the message says why.</exception>
    public static IReadOnlyList<string> ColumnsOf(ISearchSpace space, string path, ArchitectureKeys? keys = null)
    {
        var table = CsvTable.Open(path, ArchitectureColumn.Expected(space));
        return Columns(table, ArchitectureColumn.Of(space, table, null, keys, takesKeys: true));
    }

    /// <summary>Reads the lines of a table, the header first.</summary>
    /// <exception cref="TableException">As for <see cref="Open"/>.</exception>
    public static AccuracyTable Parse(ISearchSpace space, string name, IEnumerable<string> lines, string column, ArchitectureKeys? keys = null) =>
        Of(space, CsvTable.Parse(name, string.Join('\n', lines), ArchitectureColumn.Expected(space)), column, keys);

    private static string[] Columns(CsvTable table, ArchitectureColumn architectures) => [.. table.Header.Where((name, place) => !architectures.Has(place) && name.Length > 0)];

    private static AccuracyTable Of(ISearchSpace space, CsvTable table, string column, ArchitectureKeys? keys)
    {
        var architectures = ArchitectureColumn.Of(space, table, null, keys, takesKeys: true);
        var (position, indexed) = (table.IndexOf(column), table.IndexOf(ArchitectureColumn.IndexNames));
        if (position < 0 || architectures.Has(position))
        {
            throw new TableException(Columns(table, architectures) is { Length: > 0 } others
                ? $"{table.Name} has no column '{column}': use one of {string.Join(", ", others)}."
                : $"{table.Name} has no column of accuracies beside those that say which architecture a row is about: add one, in percent.");
        }

        var (bad, accuracies, indices) = (new BadRows(table.Name), new Dictionary<Architecture, double>(), new Dictionary<Architecture, int>());
        var numbers = new NumberColumn(table, position);
        foreach (var row in table.Rows)
        {
            var (line, fields) = row;
            if (!architectures.TryRead(fields, out var architecture, out var reason))
            {
                bad.Add(line, reason);
                continue;
            }

            // A key is that of all cells of one canonical form, and so is what was published under it.
            architecture = space.Columns is null ? architecture : space.Canonicalize(architecture);
            if (numbers.IsMissing(row))
                continue;
            if (!numbers.TryRead(row, out var accuracy, out reason) || accuracy is not (>= 0 and <= 100))
                bad.Add(line, reason ?? $"'{fields[position]}' is not an accuracy from 0 to 100 percent");
            else if (!accuracies.TryAdd(architecture, accuracy) && accuracies[architecture] != accuracy)
                bad.Add(line, $"architecture {space.Code(architecture)} has another accuracy further up");
            else if (indexed >= 0 && int.TryParse(fields[indexed], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                indices[architecture] = index;
        }

        bad.ThrowIfAny();
        if (accuracies.Count > 0 && accuracies.Values.Max() <= MaxFraction)
            throw new TableException($"{table.Name} has no accuracy above 1 in the column '{column}', which are fractions and not percentages: multiply the column by 100.");
        return accuracies.Count > 0
            ? new AccuracyTable(accuracies, indices)
            : throw new TableException($"{table.Name} has no accuracy in the column '{column}': name another.");
    }
}
