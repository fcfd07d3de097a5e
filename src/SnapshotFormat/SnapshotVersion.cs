using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LatBench.SnapshotFormat;

/// <summary>
/// Version of a snapshot, <c>MAJOR.MINOR.PATCH</c> without pre-release or build parts. PATCH: packaging changed;
/// MINOR: rows or columns added; MAJOR: rows changed or removed.
/// </summary>
/// <param name="Major">Raised when rows change or go.</param>
/// <param name="Minor">Raised when rows or columns are added.</param>
/// <param name="Patch">Raised when only the packaging changes.</param>
/// <remarks>Source: Semantic Versioning 2.0.0, section 2.</remarks>
public readonly partial record struct SnapshotVersion(int Major, int Minor, int Patch) : IComparable<SnapshotVersion>
{
    /// <summary>Version of the first snapshot.</summary>
    public static SnapshotVersion First { get; } = new(1, 0, 0);

    /// <summary>The version after rows changed or went.</summary>
    public SnapshotVersion NextMajor() => new(checked(Major + 1), 0, 0);

    /// <summary>The version after rows or columns were added.</summary>
    public SnapshotVersion NextMinor() => new(Major, checked(Minor + 1), 0);

    /// <summary>The version after only the packaging changed.</summary>
    public SnapshotVersion NextPatch() => new(Major, Minor, checked(Patch + 1));

    /// <summary>Reads <c>MAJOR.MINOR.PATCH</c>: decimal numbers without leading zeros, each below 2³¹.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static SnapshotVersion Parse(string text) => TryParse(text, out var version)
        ? version
        : throw new FormatException($"'{text}' is not a snapshot version: write MAJOR.MINOR.PATCH, for example 1.0.0.");

    /// <summary>Reads <c>MAJOR.MINOR.PATCH</c>; false where the text is something else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SnapshotVersion version)
    {
        version = default;
        var match = Pattern().Match(text ?? "");
        if (!match.Success || !Number(match, 1, out var major) || !Number(match, 2, out var minor) || !Number(match, 3, out var patch))
            return false;
        version = new SnapshotVersion(major, minor, patch);
        return true;
    }

    /// <summary>Major first, then minor, then patch.</summary>
    public int CompareTo(SnapshotVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Determines whether one version is before another.</summary>
    public static bool operator <(SnapshotVersion left, SnapshotVersion right) => left.CompareTo(right) < 0;

    /// <summary>Determines whether one version is after another.</summary>
    public static bool operator >(SnapshotVersion left, SnapshotVersion right) => left.CompareTo(right) > 0;

    /// <summary>Determines whether one version is before another or the same.</summary>
    public static bool operator <=(SnapshotVersion left, SnapshotVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Determines whether one version is after another or the same.</summary>
    public static bool operator >=(SnapshotVersion left, SnapshotVersion right) => left.CompareTo(right) >= 0;

    /// <summary><c>MAJOR.MINOR.PATCH</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static bool Number(Match match, int group, out int value) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
