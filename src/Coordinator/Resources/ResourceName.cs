using System.Globalization;
using LatBench.Coordinator.Errors;

namespace LatBench.Coordinator.Resources;

/// <summary>Resource names as in AIP-122: a collection and an identity.</summary>
internal static class ResourceName
{
    private const int MaxLength = 300;

    /// <summary>The name of a device.</summary>
    public static string Device(string id) => $"devices/{id}";

    /// <summary>The name of a campaign.</summary>
    public static string Campaign(long id) => Numbered("campaigns", id);

    /// <summary>The name of a job.</summary>
    public static string Job(long id) => Numbered("jobs", id);

    /// <summary>The name of a measurement.</summary>
    public static string Measurement(long id) => Numbered("measurements", id);

    /// <summary>The name of a token.</summary>
    public static string Token(long id) => Numbered("tokens", id);

    /// <summary>The name of a predictor.</summary>
    public static string Predictor(long id) => Numbered("predictors", id);

    /// <summary>The name of a search.</summary>
    public static string Search(long id) => Numbered("searches", id);

    /// <summary>The name of a snapshot.</summary>
    public static string Snapshot(string version) => $"snapshots/{version}";

    /// <summary>The number in a name such as <c>campaigns/7</c>.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT on <paramref name="field"/>.</exception>
    public static long ParseNumber(string collection, string name, string field)
    {
        var id = ParseId(collection, name, field);
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusals.InvalidArgument(field, $"'{Shorten(name)}' is not a name like {collection}/7.");
    }

    /// <summary>The identity in a name such as <c>devices/lab-xeon</c>.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT on <paramref name="field"/>.</exception>
    public static string ParseId(string collection, string name, string field)
    {
        var prefix = collection + "/";
        return name.Length <= MaxLength && name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && !name[prefix.Length..].Contains('/', StringComparison.Ordinal)
            ? name[prefix.Length..]
            : throw Refusals.InvalidArgument(field, $"'{Shorten(name)}' is not a name of the form {prefix}….");
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static string Numbered(string collection, long id) => string.Create(CultureInfo.InvariantCulture, $"{collection}/{id}");
}
