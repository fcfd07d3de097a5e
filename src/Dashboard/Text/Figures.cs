using System.Globalization;

namespace LatBench.Dashboard.Text;

/// <summary>Writes numbers for people: with a unit and as many digits as mean something.</summary>
internal static class Figures
{
    private const string None = "–";

    /// <summary>Writes a latency in milliseconds with four significant digits, such as <c>12.34 ms</c>.</summary>
    public static string Milliseconds(double? ms) => ms is { } value && double.IsFinite(value) ? Significant(value, 4) + " ms" : None;

    /// <summary>Writes a share as a percentage, such as <c>93.5 %</c>.</summary>
    public static string Percent(double? share) => share is { } value && double.IsFinite(value) ? (100 * value).ToString(Math.Abs(value) < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %" : None;

    /// <summary>Writes a count with separators, such as <c>15,284</c>.</summary>
    public static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>Writes a count with its noun, such as <c>1 device</c> or <c>3 devices</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Writes a large number with its prefix, such as <c>153.3 M</c>.</summary>
    public static string Scaled(double value) => Math.Abs(value) switch
    {
        >= 1e12 => Significant(value / 1e12, 4) + " T",
        >= 1e9 => Significant(value / 1e9, 4) + " G",
        >= 1e6 => Significant(value / 1e6, 4) + " M",
        >= 1e3 => Significant(value / 1e3, 4) + " k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Writes a size, such as <c>1.5 MiB</c>.</summary>
    public static string Bytes(long? bytes) => bytes switch
    {
        null => None,
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => Significant(bytes.Value / 1024.0, 3) + " KiB",
        < 1 << 30 => Significant(bytes.Value / (1024.0 * 1024), 3) + " MiB",
        _ => Significant(bytes.Value / (1024.0 * 1024 * 1024), 3) + " GiB",
    };

    /// <summary>Writes a duration in its two largest units, such as <c>3 min 20 s</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:0} ms",
        { TotalSeconds: < 60 } => $"{time.TotalSeconds:0} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalHours: < 48 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} days",
    };

    /// <summary>Writes a number with a number of significant digits.</summary>
    public static string Significant(double value, int digits)
    {
        if (value == 0)
            return "0";
        var decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
