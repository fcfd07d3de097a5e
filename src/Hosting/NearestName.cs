namespace LatBench.Hosting;

/// <summary>Finds the name that was meant by a misspelt one.</summary>
public static class NearestName
{
    private const int MaxLength = 200;
    private const int ShortLength = 3;

    /// <summary>Gets the name with the fewest changes of a letter; null where none is near. Of equals the first.</summary>
    /// <param name="given">The misspelt name.</param>
    /// <param name="names">The names that there are.</param>
    public static string? Of(string given, IEnumerable<string> names) => Of(given, names.Select(name => (name, name)));

    /// <summary>Gets the text of the candidate whose name needs the fewest changes of a letter; null where none is near. Of equals the first.</summary>
    /// <param name="given">The misspelt name.</param>
    /// <param name="candidates">The names that there are, each with the text to answer.</param>
    public static string? Of(string given, IEnumerable<(string Name, string Text)> candidates)
    {
        if (given.Length is 0 or > MaxLength)
            return null;
        var limit = given.Length <= ShortLength ? 1 : Math.Max(2, given.Length / 3);
        var near = candidates.Select(candidate => (candidate.Text, Distance: Distance(given, candidate.Name))).Where(candidate => candidate.Distance <= limit).ToArray();
        return near.Length == 0 ? null : near.MinBy(candidate => candidate.Distance).Text;
    }

    /// <summary>Counts the letters to add, to remove or to replace (Levenshtein), whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var letter in a)
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
