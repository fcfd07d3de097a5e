using System.Globalization;

namespace LatBench.Coordinator.Mcp;

/// <summary>The sizes of what tools take and give: answers that an assistant can read.</summary>
internal static class Limits
{
    /// <summary>The number of rows of a page where none is asked for.</summary>
    public const int DefaultRows = 20;

    /// <summary>The largest number of rows of a page.</summary>
    public const int MaxRows = 100;

    /// <summary>The largest number of targets of a call.</summary>
    public const int MaxTargets = 20;

    /// <summary>The largest number of architectures whose latency is predicted by a call.</summary>
    public const int MaxPredictions = 200;

    /// <summary>The largest number of architectures that a campaign is started with.</summary>
    public const int MaxCampaignModels = 1000;

    private const int MaxTextLength = 80;

    /// <summary>Returns the number of rows of a page.</summary>
    /// <param name="limit">The number that is asked for; null for the default.</param>
    /// <exception cref="ToolException">It is out of range.</exception>
    public static int Rows(int? limit) => limit is null ? DefaultRows
        : limit is >= 1 and <= MaxRows ? limit.Value
        : throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"limit is {limit}: give 1 to {MaxRows}, and page for the rest."));

    /// <summary>Refuses a list that is empty, too long, or has an empty text.</summary>
    /// <param name="name">The name of the argument.</param>
    /// <param name="values">The list.</param>
    /// <param name="max">The largest number of its items.</param>
    /// <exception cref="ToolException">It is.</exception>
    public static void Check(string name, IReadOnlyList<string> values, int max)
    {
        if (values.Count is 0 || values.Count > max)
            throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"{name} has {values.Count} items: give 1 to {max}."));
        if (values.Any(string.IsNullOrWhiteSpace))
            throw new ToolException($"{name} has an empty text: leave it away.");
    }

    /// <summary>Returns a text of a caller as a sentence may show it.</summary>
    /// <param name="text">The text.</param>
    public static string Shorten(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "…";

    /// <summary>Returns a figure with six significant digits, which no latency has more of.</summary>
    /// <param name="value">The figure.</param>
    public static double Round(double value) => double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
