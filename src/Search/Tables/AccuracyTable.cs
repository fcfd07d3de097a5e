using System.Globalization;
using LatBench.Prediction.Labels;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Search.Tables;

/// <summary>A published column of accuracies: somebody who trained everything already, and answers at once.</summary>
public sealed class AccuracyTable
{
    private static readonly string[] ArchitectureColumns = ["arch_str", "architecture", "arch", "code"];

    private readonly Dictionary<Architecture, double> _accuracies;

    private AccuracyTable(Dictionary<Architecture, double> accuracies) => _accuracies = accuracies;

    /// <summary>Every architecture that has an accuracy.</summary>
    public IReadOnlyDictionary<Architecture, double> Accuracies => _accuracies;

    /// <summary>Reads one column of a CSV file with a header and a column of architecture strings or codes. Empty fields are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">The column, in percent.</param>
    /// <exception cref="SearchException">The file or the column cannot be used; the message says why, with line numbers.</exception>
    public static AccuracyTable Open(string path, string column)
    {
        try
        {
            return Parse(Path.GetFileName(path), File.ReadLines(path), column);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SearchException($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads the lines of a table.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="lines">The header first.</param>
    /// <param name="column">The column, in percent.</param>
    /// <exception cref="SearchException">As for <see cref="Open"/>.</exception>
    public static AccuracyTable Parse(string name, IEnumerable<string> lines, string column)
    {
        var rows = lines.Select((line, index) => (Number: index + 1, Line: line)).Where(row => !string.IsNullOrWhiteSpace(row.Line))
            .Select(row => (row.Number, Fields: CsvLines.Split(row.Line))).ToArray();
        var header = rows.Length > 0 ? rows[0].Fields : [];
        var architectureColumn = Array.FindIndex(header, ArchitectureColumns.Contains);
        if (architectureColumn < 0)
            throw new SearchException($"{name} has no column of architectures: its header must name one of {string.Join(", ", ArchitectureColumns)}.");
        var accuracyColumn = Array.IndexOf(header, column);
        if (accuracyColumn < 0)
            throw new SearchException($"{name} has no column '{column}': use one of {string.Join(", ", header.Where((_, index) => index != architectureColumn))}.");
        var accuracies = new Dictionary<Architecture, double>();
        foreach (var (number, fields) in rows.Skip(1))
        {
            if (fields.Length != header.Length)
                throw new SearchException($"{name}, line {number}, has {fields.Length} fields where the header has {header.Length}: correct it.");
            if (!Architecture.TryParse(fields[architectureColumn], out var architecture, out var error))
                throw new SearchException($"{name}, line {number}: {error.Message}");
            if (fields[accuracyColumn].Length == 0)
                continue;
            if (!double.TryParse(fields[accuracyColumn], NumberStyles.Float, CultureInfo.InvariantCulture, out var accuracy) || accuracy is not (>= 0 and <= 100))
                throw new SearchException($"{name}, line {number}: '{fields[accuracyColumn]}' is not an accuracy from 0 to 100 percent.");
            if (!accuracies.TryAdd(architecture, accuracy) && accuracies[architecture] != accuracy)
                throw new SearchException($"{name}, line {number}: architecture {architecture.Code} has another accuracy further up; keep one of them.");
        }

        return accuracies.Count > 0
            ? new AccuracyTable(accuracies)
            : throw new SearchException($"{name} has no accuracy in column '{column}': take another column.");
    }
}
