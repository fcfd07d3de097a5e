using System.Text.RegularExpressions;

namespace LatBench.Coordinator.Measurements;

/// <summary>The slug of an imported target: of no form that a target measured here can ever have.</summary>
internal static partial class ImportedSlug
{
    private const int MaxLength = 200;

    /// <summary>Explains in a sentence why a text cannot be such a slug; null where it can.</summary>
    public static string? WhyNot(string text)
    {
        if (text.Length > MaxLength || !Slug().IsMatch(text))
            return $"A target is up to 8 parts of a-z, 0-9, '.', '_' and '-', joined by '/', {MaxLength} characters in all, for example imported/core-i7-7820x.";
        return Measured().IsMatch(text)
            ? "A slug of this form (device/runtime-version/provider/tN) belongs to targets that are measured here: give another, for example imported/core-i7-7820x."
            : null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*){0,7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();

    // The form that TargetSlug writes.
    [GeneratedRegex(@"\A[^/]+/[^/]+-[^/]+/[^/]+/t[0-9]+(-[^/]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Measured();
}
