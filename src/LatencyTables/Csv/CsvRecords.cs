using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace LatBench.LatencyTables.Csv;

/// <summary>
/// The records of a CSV text (RFC 4180, with any of three line ends). Blank lines, records of empty fields only and lines that start with <c>#</c> are left out.
/// </summary>
internal static class CsvRecords
{
    private const char Comment = '#';

    /// <summary>Reads the records in order.</summary>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="text">At most <see cref="TableText.MaxLine"/> characters a line.</param>
    /// <param name="separator">Between fields.</param>
    /// <exception cref="TableException">A quoted field is not closed, or a quote stands where none may; the message has the line and the field.</exception>
    public static IEnumerable<CsvRecord> Read(string name, string text, char separator)
    {
        var badField = (Index: -1, IsBad: false);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            AllowComments = true,
            Comment = Comment,
            CacheFields = true,
            TrimOptions = TrimOptions.Trim,
            WhiteSpaceChars = separator == '\t' ? [' '] : [' ', '\t'],
            MaxFieldSize = TableText.MaxLine,
            BadDataFound = _ => badField.IsBad = true,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var (line, counted) = (1, 0);
        while (Next(name, parser, line))
        {
            var start = checked((int)parser.CharCount) - parser.RawRecord.Length;
            line += LinePosition.Breaks(text.AsSpan(counted, start - counted));
            counted = start;
            if (parser.RawRecord.AsSpan().TrimStart().StartsWith(Comment))
                continue;
            var fields = new string[parser.Count];
            for (badField.Index = 0; badField.Index < fields.Length; badField.Index++)
            {
                fields[badField.Index] = parser[badField.Index].Trim();
                if (badField.IsBad)
                    throw new TableException(FormattableString.Invariant($"{name}, line {line}, field {badField.Index + 1}: {Fault(parser.RawRecord)}."));
            }

            if (!Array.TrueForAll(fields, field => field.Length == 0))
                yield return new CsvRecord(line, fields);
        }
    }

    private static bool Next(string name, CsvParser parser, int line)
    {
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException exception)
        {
            throw new TableException(FormattableString.Invariant($"{name} has a field of more than {TableText.MaxLine} characters after line {line}: close its quotes, or name another file."), exception);
        }
    }

    private static string Fault(string record) => record.Count(character => character == '"') % 2 == 1
        ? "a quoted field is not closed: write a quote inside of a quoted field twice, and one at its end"
        : "a quote stands in the middle of a field: put quotes around the whole field, and write a quote inside of it twice";
}
