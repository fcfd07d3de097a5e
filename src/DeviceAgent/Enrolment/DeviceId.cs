using System.Text;
using LatBench.Settings.Values;

namespace LatBench.DeviceAgent.Enrolment;

/// <summary>The last part of a device's name: 1 to 63 of a-z, 0-9 and <c>-</c>, the last neither first nor last.</summary>
internal static class DeviceId
{
    private const int MaxLength = 63;
    private const string Fallback = "device";

    public static bool IsValid(string id) => DeviceIdText.IsValid(id);

    /// <summary>A valid id made of a host name: its first label in lower case, other characters as <c>-</c>.</summary>
    public static string FromHostName(string hostName)
    {
        var slug = new StringBuilder();
        foreach (var character in hostName.Split('.')[0].ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)) slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var id = slug.ToString(0, Math.Min(slug.Length, MaxLength)).Trim('-');
        return id.Length == 0 ? Fallback : id;
    }
}
