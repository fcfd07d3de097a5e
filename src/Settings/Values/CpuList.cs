using System.Globalization;

namespace LatBench.Settings.Values;

/// <summary>Lists of CPUs as Linux writes them, for example <c>0-3,6</c>.</summary>
public static class CpuList
{
    private const int MaxCpus = 1024;

    /// <summary>Returns the CPUs of a list, ascending; null where it is not one.</summary>
    public static IReadOnlyList<int>? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var cpus = new SortedSet<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Trim().Split('-');
            if (ends.Length > 2 || !TryCpu(ends[0], out var first) || !TryCpu(ends[^1], out var last) || last < first)
                return null;
            for (var cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        }

        return [.. cpus];
    }

    private static bool TryCpu(string text, out int cpu) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu < MaxCpus;
}
