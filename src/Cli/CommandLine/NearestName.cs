namespace LatBench.Cli.CommandLine;

/// <summary>Finds the name that was meant by a misspelt one.</summary>
internal static class NearestName
{
    private const int MaxLength = 200;

    /// <summary>Gets the name with the fewest changes of a letter; null where none is near. Of equals the first.</summary>
    public static string? Of(string given, IEnumerable<string> names)
    {
        if (given.Length is 0 or > MaxLength)
            return null;
        var near = names.Select(name => (Name: name, Distance: Distance(given, name))).Where(name => name.Distance <= Math.Max(2, given.Length / 3)).ToArray();
        return near.Length == 0 ? null : near.MinBy(name => name.Distance).Name;
    }

    /// <summary>Counts the letters to add, to remove or to replace (Levenshtein), whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var (i, letter) in a.Index())
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(letter) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
