namespace LatBench.Dashboard.Pages.Campaigns;

/// <summary>Writes times that are estimates: no finer than they are known, and no text that changes with every second.</summary>
internal static class RoughTime
{
    /// <summary>Writes a time, such as <c>about 5 min</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 50 } => "less than a minute",
        { TotalMinutes: < 10 } => $"about {Math.Max(1, Math.Round(time.TotalMinutes)):0} min",
        { TotalMinutes: < 57 } => $"about {5 * Math.Round(time.TotalMinutes / 5):0} min",
        { TotalHours: < 9.75 } => FormattableString.Invariant($"about {Math.Round(2 * time.TotalHours) / 2:0.#} h"),
        { TotalHours: < 47 } => $"about {time.TotalHours:0} h",
        _ => $"about {time.TotalDays:0} days",
    };
}
