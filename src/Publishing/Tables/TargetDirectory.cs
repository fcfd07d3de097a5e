using System.Text;

namespace LatBench.Publishing.Tables;

/// <summary>
/// Name of the directory that holds a target's file: the slug with <c>/</c> as <c>~</c>, and every byte but letters, digits,
/// <c>-</c>, <c>_</c> and <c>.</c> (not in front) as <c>%XX</c>, so that the name is one safe path part and gives the slug back.
/// </summary>
/// <remarks>
/// The name is not <c>target=…</c>: the column is in the files, and pyarrow (hence pandas) refuses a column that a Hive
/// partition repeats ("Unable to merge: Field target has incompatible types", apache/arrow issue 43574).
/// </remarks>
internal static class TargetDirectory
{
    public static string NameOf(string slug)
    {
        var name = new StringBuilder(slug.Length);
        foreach (var value in Encoding.UTF8.GetBytes(slug))
        {
            var character = (char)value;
            if (character == '/')
                name.Append('~');
            else if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' || (character == '.' && name.Length > 0))
                name.Append(character);
            else
                name.Append('%').Append(Convert.ToHexString([value]));
        }

        return name.ToString();
    }

    /// <summary>The slug that a directory's name stands for.</summary>
    public static string SlugOf(string name) => Uri.UnescapeDataString(name.Replace('~', '/'));
}
