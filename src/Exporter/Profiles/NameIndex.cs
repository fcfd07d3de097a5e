using System.Collections.Frozen;

namespace LatBench.Exporter.Profiles;

/// <summary>Finds names within longer ones. A name counts only where no letter or digit stands directly before or behind it.</summary>
internal sealed class NameIndex<T>
    where T : class
{
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private readonly int _maxLength;

    public NameIndex(IEnumerable<(string Name, T Value)> entries)
    {
        var byName = entries.DistinctBy(entry => entry.Name).ToFrozenDictionary(entry => entry.Name, entry => entry.Value);
        _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        _maxLength = byName.Keys.Max(name => name.Length);
    }

    /// <summary>Gets the value of the first name that a text holds, the longest where several begin at one place; null where it holds none.</summary>
    public T? FindFirst(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
                continue;
            for (var end = Math.Min(text.Length, start + _maxLength); end > start; end--)
            {
                if (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
                    continue;
                if (_byName.TryGetValue(text.AsSpan(start, end - start), out var value))
                    return value;
            }
        }

        return null;
    }
}
