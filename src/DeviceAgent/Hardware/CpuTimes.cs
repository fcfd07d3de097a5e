using System.Globalization;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The times of all CPUs together since the machine started.</summary>
/// <param name="TotalMs">All of their time, in milliseconds.</param>
/// <param name="IdleMs">Idle, or waiting for a disk.</param>
/// <param name="StealMs">Taken away by the hypervisor.</param>
internal sealed record CpuTimes(long TotalMs, long IdleMs, long StealMs)
{
    // USER_HZ, the unit of /proc/stat, is 100 on every architecture that .NET runs on.
    private const long MillisecondsPerJiffy = 10;
    private const long MaxJiffies = long.MaxValue / MillisecondsPerJiffy / 16;
    private const int IdleField = 4;
    private const int WaitField = 5;
    private const int StealField = 8;

    /// <summary>The times now; null where the system does not tell.</summary>
    public static CpuTimes? Read(SystemFiles files) => Parse(files.Lines("proc/stat") is [var total, ..] ? total : null);

    /// <summary>The times of the first line of <c>/proc/stat</c>. Guests are part of user time, so they are not added again.</summary>
    public static CpuTimes? Parse(string? line)
    {
        var fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length <= StealField || fields[0] != "cpu") return null;
        var times = new long[StealField + 1];
        for (var field = 1; field <= StealField; field++)
        {
            if (!long.TryParse(fields[field], NumberStyles.None, CultureInfo.InvariantCulture, out var jiffies) || jiffies > MaxJiffies) return null;
            times[field] = jiffies * MillisecondsPerJiffy;
        }

        return new CpuTimes(times.Sum(), times[IdleField] + times[WaitField], times[StealField]);
    }
}
