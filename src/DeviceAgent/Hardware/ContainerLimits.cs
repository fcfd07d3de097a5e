using System.Globalization;
using LatBench.Settings.Values;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The limits that control groups, version 1 and 2, set on this process. The tightest limit on the way to the root counts.</summary>
internal sealed class ContainerLimits(SystemFiles files)
{
    // Version 1 writes "no limit" as the largest multiple of the page size.
    private const long NoMemoryLimit = long.MaxValue / 2;
    private const long MicrosecondsPerMillisecond = 1_000;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private IReadOnlyList<(string Path, string Name, long PerMillisecond)>? _throttleCounters;

    /// <summary>CPU time per time, in CPUs; null where there is no limit.</summary>
    public double? Cpus() => Min(
        Groups("").Select(group => VersionTwoQuota(files.Text($"{group}/cpu.max")))
            .Concat(Groups("cpu").Select(group =>
                Ratio(files.Number($"{group}/cpu.cfs_quota_us"), files.Number($"{group}/cpu.cfs_period_us")))));

    /// <summary>Memory in bytes; null where there is no limit.</summary>
    public long? MemoryBytes() => MemoryGroups().Select(group => Limit(group.Limit)).Min();

    /// <summary>Memory that its limits leave, in bytes; null where there is no limit. What only caches files counts as left.</summary>
    public long? FreeMemoryBytes() => MemoryGroups()
        .Select(group => Limit(group.Limit) is { } limit
            ? Math.Clamp(limit - (files.Number(group.Usage, 0, limit) ?? 0) + (files.Counter(group.Statistics, group.Cache) ?? 0), 0, limit)
            : (long?)null)
        .Min();

    /// <summary>The CPUs that the cpusets leave; null where none is told. The kernel applies them to the affinity as well.</summary>
    public IReadOnlyList<int>? CpuSet() =>
        Groups("").Select(group => $"{group}/cpuset.cpus.effective")
            .Concat(Groups("cpuset").Select(group => $"{group}/cpuset.effective_cpus"))
            .Select(path => CpuList.Parse(files.Text(path)))
            .OfType<IReadOnlyList<int>>()
            .Aggregate((IReadOnlyList<int>?)null, (set, next) => set is null ? next : [.. set.Intersect(next)]);

    /// <summary>Time that CPU quotas have kept this process's groups from running, in milliseconds; null where it is not told.</summary>
    public long? ThrottledMs()
    {
        _throttleCounters ??= [.. Groups("").Select(group => ($"{group}/cpu.stat", "throttled_usec", MicrosecondsPerMillisecond))
            .Concat(Groups("cpu").Select(group => ($"{group}/cpu.stat", "throttled_time", NanosecondsPerMillisecond)))];
        long? total = null;
        foreach (var (path, name, perMillisecond) in _throttleCounters)
        {
            if (files.Counter(path, name) is { } time) total = (total ?? 0) + (time / perMillisecond);
        }

        return total;
    }

    private IEnumerable<(string Limit, string Usage, string Statistics, string Cache)> MemoryGroups() =>
        Groups("").Select(group => ($"{group}/memory.max", $"{group}/memory.current", $"{group}/memory.stat", "inactive_file"))
            .Concat(Groups("memory").Select(group =>
                ($"{group}/memory.limit_in_bytes", $"{group}/memory.usage_in_bytes", $"{group}/memory.stat", "total_inactive_file")));

    private long? Limit(string path) => files.Number(path, 1, NoMemoryLimit);

    private static double? VersionTwoQuota(string? text)
    {
        var parts = text?.Split(' ');
        return parts is [var quota, var period] && TryLong(quota, out var time) && TryLong(period, out var per)
            ? Ratio(time, per)
            : null;
    }

    private static double? Ratio(long? quota, long? period) =>
        quota > 0 && period > 0 ? (double)quota.Value / period.Value : null;

    private static double? Min(IEnumerable<double?> values) => values.Where(value => value is not null).Min();

    private static bool TryLong(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Directories of this process's group and its ancestors; the empty controller means version 2.</summary>
    private IEnumerable<string> Groups(string controller)
    {
        foreach (var line in files.Lines("proc/self/cgroup"))
        {
            var parts = line.Split(':', 3);
            if (parts.Length != 3 || !parts[1].Split(',').Contains(controller)) continue;
            // A group outside the namespace is written as a way up, which leads nowhere.
            if (parts[2].Contains("..", StringComparison.Ordinal)) parts[2] = "";
            var mount = controller.Length == 0 ? "sys/fs/cgroup" : $"sys/fs/cgroup/{controller}";
            for (var group = parts[2].Trim('/'); group.Length > 0; group = group[..Math.Max(0, group.LastIndexOf('/'))])
                yield return $"{mount}/{group}";
            yield return mount;
        }
    }
}
