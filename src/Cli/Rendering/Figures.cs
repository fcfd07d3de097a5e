using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace LatBench.Cli.Rendering;

/// <summary>Numbers and times as people read them, the same under every culture.</summary>
internal static class Figures
{
    /// <summary>Shown where there is nothing to show.</summary>
    public const string None = "-";

    /// <summary>Four significant digits: <c>0.8123 ms</c>, <c>12.35 ms</c>.</summary>
    public static string Milliseconds(double value)
    {
        var decimals = value is > 0 and < 1e6 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(value)), 0, 6) : 0;
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " ms";
    }

    /// <summary>Whole and tenths: <c>12.3 us</c>.</summary>
    public static string Microseconds(double value) => value.ToString("F1", CultureInfo.InvariantCulture) + " us";

    /// <summary>A share: 0.0123 is <c>1.2 %</c>.</summary>
    public static string Percent(double share) => (share * 100).ToString("F1", CultureInfo.InvariantCulture) + " %";

    /// <summary><c>42.0 s</c>, <c>3 min 05 s</c>, <c>2 h 03 min</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 59.95 } => span.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes + (span.Hours * 60)} min {span.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min"),
    };

    /// <summary>A time of which only the size is known: <c>40 s</c>, <c>3 min</c>, <c>2 h 10 min</c>.</summary>
    public static string RoughDuration(TimeSpan span)
    {
        const int Seconds = 5;
        const int Minutes = 10;
        return span switch
        {
            { TotalSeconds: <= 55 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(span.TotalSeconds / Seconds)) * Seconds:F0} s"),
            { TotalMinutes: <= 59 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMinutes):F0} min"),
            _ => Hours(TimeSpan.FromMinutes(Math.Ceiling(span.TotalMinutes / Minutes) * Minutes)),
        };

        static string Hours(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalHours):F0} h{(span.Minutes > 0 ? $" {span.Minutes} min" : "")}");
    }

    /// <summary>With the largest binary unit that leaves at least 1: <c>12.4 MiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < units.Length - 1)
            (value, unit) = (value / 1024, unit + 1);
        return value.ToString(unit == 0 ? "F0" : "F1", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>A large number with three digits and its prefix: <c>1.81 G</c>, <c>11.7 M</c>, <c>512</c>.</summary>
    public static string Large(long count)
    {
        string[] prefixes = ["", " k", " M", " G", " T", " P"];
        var (value, prefix) = ((double)count, 0);
        while (value >= 999.5 && prefix < prefixes.Length - 1)
            (value, prefix) = (value / 1000, prefix + 1);
        var format = prefix == 0 || value >= 99.95 ? "F0" : value >= 9.995 ? "F1" : "F2";
        return value.ToString(format, CultureInfo.InvariantCulture) + prefixes[prefix];
    }

    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with the right form of its noun: <c>1 model</c>, <c>2 models</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A number with the right one of two forms of its noun.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>A point in time in UTC: <c>2031-02-03 04:05:06Z</c>.</summary>
    public static string Time(Timestamp? time) =>
        time?.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? None;
}
