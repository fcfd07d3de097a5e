using System.Globalization;

namespace LatBench.Settings.Values;

/// <summary>Durations as they are typed: <c>90s</c>, <c>1.5m</c>, <c>1h</c>.</summary>
public static class DurationText
{
    private const double MaxSeconds = 1e9;

    /// <summary>Returns the duration; null where it is none, or negative.</summary>
    public static TimeSpan? Parse(string text)
    {
        double? secondsPerUnit = text.Length < 2 ? null : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => null,
        };
        return double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * secondsPerUnit is { } seconds and <= MaxSeconds
                ? TimeSpan.FromSeconds(seconds)
                : null;
    }
}
