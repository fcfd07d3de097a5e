using System.Globalization;
using LatBench.LatencyTables.Csv;

namespace LatBench.LatencyTables;

/// <summary>
/// A column of numbers: decimal points, or decimal commas where the table separates its fields with something else and no number of the column has a point.
/// Thousands separators are refused.
/// </summary>
internal sealed class NumberColumn
{
    private static readonly string[] Missing = ["", "nan", "-nan", "na", "n/a", "#n/a", "<na>", "null", "none"];

    private const string Separators = ",' \u00A0\u202F_";

    private readonly int _index;

    private readonly bool _commasSeparate;

    private readonly bool _mayHaveCommas;

    public NumberColumn(CsvTable table, int index)
    {
        _index = index;
        _commasSeparate = table.Separator == ',';
        _mayHaveCommas = table.Separator != ',' && table.Rows.All(row => !row.Fields[index].Contains('.'));
        HasDecimalCommas = _mayHaveCommas && table.Rows.Any(row => row.Fields[index].Contains(','));
    }

    /// <summary>Gets a value that says whether numbers are read with decimal commas.</summary>
    public bool HasDecimalCommas { get; }

    /// <summary>Determines whether a row has no number: an empty field, or one of the words for it such as <c>NaN</c> and <c>NA</c>, in any case.</summary>
    public bool IsMissing(CsvRecord row) => Missing.Contains(row.Fields[_index], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the number of a row.</summary>
    /// <param name="row">A row of the table.</param>
    /// <param name="number">The number, finite.</param>
    /// <param name="reason">The reason why there is none, for digits that are no number: a comma or a blank between them, or too many; null where the text is simply no number.</param>
    public bool TryRead(CsvRecord row, out double number, out string? reason)
    {
        var field = row.Fields[_index];
        reason = null;
        if (_mayHaveCommas && field.Count(character => character == ',') == 1)
            field = field.Replace(',', '.');
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number))
            return true;
        if (field.Any(char.IsAsciiDigit) && double.IsInfinity(number))
            reason = $"'{field}' is out of the range of numbers";
        else if (_commasSeparate && IsDecimalComma(field))
            reason = $"'{field}' has a decimal comma where commas separate the columns: write a decimal point and no thousands separators, or separate the columns with semicolons";
        else if (field.Length > 0 && char.IsAsciiDigit(field[0]) && field.Any(Separators.Contains))
            reason = $"'{row.Fields[_index]}' has a character between its digits: write a decimal point and no thousands separators";
        return false;
    }

    private static bool IsDecimalComma(string field) =>
        field.Count(character => character == ',') == 1 && double.TryParse(field.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
