namespace LatBench.LatencyTables;

/// <summary>The fields of a CSV line without line breaks inside of fields: neither an architecture nor a number has one.</summary>
internal static class CsvLines
{
    public static string[] Split(string line)
    {
        if (!line.Contains('"'))
            return [.. line.Split(',').Select(field => field.Trim())];
        var fields = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
                quoted = !quoted;
            if (i < line.Length && (line[i] != ',' || quoted))
                continue;
            fields.Add(Unquote(line[start..i].Trim()));
            start = i + 1;
        }

        return [.. fields];
    }

    private static string Unquote(string field) =>
        field.Length >= 2 && field[0] == '"' && field[^1] == '"' ? field[1..^1].Replace("\"\"", "\"") : field;
}
