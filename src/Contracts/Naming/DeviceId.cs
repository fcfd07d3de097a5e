using System.Text;
using System.Text.RegularExpressions;

namespace LatBench.Contracts.Naming;

/// <summary>The rule of device ids, the last part of the name of a device and the first of the names of its targets. The agent of browsers has it in <c>device-id.js</c>.</summary>
public static partial class DeviceId
{
    /// <summary>The number of characters that an id has at most.</summary>
    public const int MaxLength = 63;

    /// <summary>The rule in words, such as they follow "a device id is".</summary>
    public const string Rule = "1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or a digit";

    private const string Fallback = "device";

    /// <summary>Determines whether a text is a device id.</summary>
    /// <param name="text">The text.</param>
    public static bool IsValid(string text) => Valid().IsMatch(text);

    /// <summary>Makes an id of a host name: its first label in lower case, other characters as <c>-</c>.</summary>
    /// <param name="hostName">The host name.</param>
    public static string FromHostName(string hostName)
    {
        ArgumentNullException.ThrowIfNull(hostName);
        var slug = new StringBuilder();
        foreach (var character in hostName.Split('.')[0].ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)) slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var id = slug.ToString(0, Math.Min(slug.Length, MaxLength)).Trim('-');
        return id.Length == 0 ? Fallback : id;
    }

    /// <summary>Makes an id to try in the place of one that is taken.</summary>
    /// <param name="id">A device id.</param>
    public static string Another(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return $"{id[..Math.Min(id.Length, MaxLength - 2)].TrimEnd('-')}-2";
    }

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
