namespace LatBench.Coordinator.Resources;

/// <summary>Finds the name that was meant by a misspelt one.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>The text of the candidate with the fewest changes of a letter; null where none is near. Of equals the first.</summary>
    public static string? Of(string given, IEnumerable<(string Name, string Text)> candidates)
    {
        if (given.Length is 0 or > MaxLength)
            return null;
        var limit = Math.Max(1, given.Length / 3);
        var (best, distance) = (default(string), limit + 1);
        foreach (var (name, text) in candidates)
        {
            if (Distance(given.ToUpperInvariant(), name.ToUpperInvariant()) is var changes && changes < distance)
                (best, distance) = (text, changes);
        }

        return best;
    }

    /// <summary>The Levenshtein distance: letters to add, to remove or to replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
