using System.Text.RegularExpressions;
using LatBench.Measurements;

namespace LatBench.LatencyTables;

/// <summary>The unit of a column of latencies.</summary>
/// <param name="Word">As <c>--unit</c> takes it: <c>ns</c>, <c>us</c>, <c>ms</c> or <c>s</c>.</param>
/// <param name="Name">In the plural, for a message.</param>
/// <param name="One">A latency of one such unit.</param>
public sealed partial record LatencyUnit(string Word, string Name, Latency One)
{
    /// <summary>Nanoseconds.</summary>
    public static LatencyUnit Nanoseconds { get; } = new("ns", "nanoseconds", Latency.FromNanoseconds(1));

    /// <summary>Microseconds.</summary>
    public static LatencyUnit Microseconds { get; } = new("us", "microseconds", Latency.FromNanoseconds(1e3));

    /// <summary>Milliseconds.</summary>
    public static LatencyUnit Milliseconds { get; } = new("ms", "milliseconds", Latency.FromMilliseconds(1));

    /// <summary>Seconds.</summary>
    public static LatencyUnit Seconds { get; } = new("s", "seconds", Latency.FromNanoseconds(1e9));

    /// <summary>Gets the units by their words, in the order of their length.</summary>
    public static IReadOnlyList<LatencyUnit> All { get; } = [Nanoseconds, Microseconds, Milliseconds, Seconds];

    /// <summary>The Greek letter mu, which replaces the micro sign, the other code point of the same letter.</summary>
    private const char Mu = '\u03BC';

    private static readonly Dictionary<string, LatencyUnit> Words = new()
    {
        ["ns"] = Nanoseconds,
        ["nsec"] = Nanoseconds,
        ["nsecs"] = Nanoseconds,
        ["nano"] = Nanoseconds,
        ["nanos"] = Nanoseconds,
        ["nanosec"] = Nanoseconds,
        ["nanosecs"] = Nanoseconds,
        ["nanosecond"] = Nanoseconds,
        ["nanoseconds"] = Nanoseconds,
        ["us"] = Microseconds,
        [$"{Mu}s"] = Microseconds,
        ["usec"] = Microseconds,
        ["usecs"] = Microseconds,
        [$"{Mu}sec"] = Microseconds,
        ["micro"] = Microseconds,
        ["micros"] = Microseconds,
        ["microsec"] = Microseconds,
        ["microsecs"] = Microseconds,
        ["microsecond"] = Microseconds,
        ["microseconds"] = Microseconds,
        ["ms"] = Milliseconds,
        ["msec"] = Milliseconds,
        ["msecs"] = Milliseconds,
        ["milli"] = Milliseconds,
        ["millis"] = Milliseconds,
        ["millisec"] = Milliseconds,
        ["millisecs"] = Milliseconds,
        ["millisecond"] = Milliseconds,
        ["milliseconds"] = Milliseconds,
        ["s"] = Seconds,
        ["sec"] = Seconds,
        ["secs"] = Seconds,
        ["second"] = Seconds,
        ["seconds"] = Seconds,
    };

    /// <summary>Units at the end of a name that are none of a latency.</summary>
    private static readonly string[] Others =
        ["fps", "ips", "qps", "hz", "khz", "mhz", "ghz", "cycles", "ticks", "minutes", "mins", "hours", "mj", "joules", "watts", "mib", "gib", "kib", "bytes", "macs", "flops", "mflops", "gflops", "percent", "%"];

    /// <summary>The words for a time: before <c>/s</c> they make a latency in seconds, other words a rate: <c>images/s</c>. <c>images per second</c> is always a rate.</summary>
    private static readonly string[] Times = ["latency", "time", "duration", "runtime", "t"];

    /// <summary>Gets the unit of a word such as <c>us</c>, <c>µs</c> or <c>seconds</c>, in any case; null where it is none.</summary>
    public static LatencyUnit? Find(string word) => Words.GetValueOrDefault(Letters(word));

    /// <summary>Gets the unit that the end of a column's name says; null where it says none.</summary>
    /// <param name="column">Such as <c>latency_us</c>, <c>latency (ms)</c>, <c>latencyMs</c> or <c>latency_ms_p90</c>.</param>
    public static LatencyUnit? Of(string column) => IsOther(column) ? null : Parts(column) is [.., var last] ? Words.GetValueOrDefault(last) : null;

    /// <summary>Determines the unit of a column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="said">The unit that the user gave beside it; null for none.</param>
    /// <returns>The unit; milliseconds where neither says one.</returns>
    /// <exception cref="TableException">The two contradict each other, or the name says that the column has no latencies.</exception>
    public static LatencyUnit Resolve(string column, LatencyUnit? said)
    {
        if (IsOther(column))
            throw new TableException($"The name of the column '{column}' has a unit that is none of a latency: name a column of latencies.");
        if (Of(column) is not { } named)
            return said ?? Milliseconds;
        return said is null || said == named
            ? named
            : throw new TableException($"The column '{column}' is in {named.Name} by its name and in {said.Name} by --unit: leave --unit away, or rename the column.");
    }

    private static bool IsOther(string column) => Parts(column) is [.., var last] && (Others.Contains(last) || IsRate(column));

    private static bool IsRate(string column)
    {
        if (Rate().Match(column) is not { Success: true } rate || Words.GetValueOrDefault(Letters(rate.Groups["unit"].Value)) is not { } unit)
            return false;
        return rate.Groups["per"].Value != "/" || (unit == Seconds && !Times.Contains(Parts(column[..rate.Index]).LastOrDefault()));
    }

    /// <summary>Gets the parts of a name in lower case, without those at its end that say which figure it is, or of what: <c>latency_us_p90</c>, <c>us per image</c>.</summary>
    private static string[] Parts(string column)
    {
        string[] parts = [.. Part().Matches(column).SelectMany(match => Humps(match.Value)).Select(Letters)];
        var length = parts.Length;
        while (length > 1 && Figure().IsMatch(parts[length - 1]))
            length--;
        if (length > 2 && parts[length - 2] == "per" && !Words.ContainsKey(parts[length - 1]))
            length -= 2;
        return length < parts.Length && !Words.ContainsKey(parts[length - 1]) ? parts : parts[..length];
    }

    /// <summary>Splits <c>latencyMs</c>; a single letter, as of <c>Phone6S</c>, is part of a name.</summary>
    private static string[] Humps(string part) => Hump().Split(part) is [.., { Length: > 1 }] humps ? humps : [part];

    private static string Letters(string text) => text.ToLowerInvariant().Replace('\u00B5', Mu);

    [GeneratedRegex(@"[\p{L}\p{N}]+|%", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"(?<=\p{Ll})(?=\p{Lu})", RegexOptions.CultureInvariant)]
    private static partial Regex Hump();

    [GeneratedRegex(@"\A(mean|avg|average|median|med|min|minimum|max|maximum|std|stdev|p?\d+|p\d+th|percentile|mode|total|raw|value)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Figure();

    [GeneratedRegex(@"(?<per>/|\bper\b|_per_)\s*(?<unit>\p{L}+)\W*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Rate();
}
