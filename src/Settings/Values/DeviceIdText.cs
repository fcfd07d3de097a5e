using System.Text.RegularExpressions;

namespace LatBench.Settings.Values;

/// <summary>The last part of a device's name: 1 to 63 of a-z, 0-9 and <c>-</c>, the last neither first nor last.</summary>
public static partial class DeviceIdText
{
    /// <summary>Determines whether a text may be the last part of a device's name.</summary>
    public static bool IsValid(string id) => Valid().IsMatch(id);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
