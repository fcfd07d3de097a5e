using System.Text;

namespace LatBench.Contracts.CommandLines;

/// <summary>Words of a command line that is printed to be copied, as a POSIX shell reads them.</summary>
public static class ShellWord
{
    private const string Safe = "_@%+=:,./-";

    /// <summary>
    /// Returns the word itself where every shell takes it literally, else the word in single quotes. A word with control characters
    /// becomes a call of <c>printf</c>, because a line of a terminal cannot show them; line ends at its end are lost in that.
    /// </summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Any(char.IsControl))
            return $"\"$(printf %b {Quote(Escape(word))})\"";
        // zsh expands a word that begins with an equals sign.
        return word.Length > 0 && word[0] != '=' && word.All(c => char.IsAsciiLetterOrDigit(c) || Safe.Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Returns the words quoted, with a blank between them.</summary>
    public static string Join(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return string.Join(' ', words.Select(Quote));
    }

    // The octal form of printf's %b: of the bytes, since a control character beyond ASCII has several.
    private static string Escape(string word)
    {
        var text = new StringBuilder();
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                foreach (var value in Encoding.UTF8.GetBytes(rune.ToString()))
                    text.Append("\\0").Append(Convert.ToString(value, 8).PadLeft(3, '0'));
            else
                text.Append(rune.Value == '\\' ? @"\\" : rune.ToString());
        }

        return text.ToString();
    }
}
