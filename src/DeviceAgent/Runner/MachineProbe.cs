using System.Globalization;
using LatBench.DeviceAgent.Hardware;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Reads the state of the machine around a block, never inside it, and makes the recorded conditions of it.</summary>
internal sealed class MachineProbe(SystemFiles files, string runtimeVersion)
{
    // USER_HZ, the unit of /proc/stat, is 100 on every architecture that .NET runs on.
    private const long MillisecondsPerJiffy = 10;
    private const int StealField = 8;
    private const int UsageFields = 18;
    private const double FrequencyTolerance = 0.01;

    private readonly string? _kernel = SoftwareProbe.Kernel(files);
    private readonly double? _cpuLimit = new ContainerLimits(files).Cpus();

    public MachineState Read(IReadOnlyList<int> cpus) => new()
    {
        StealMs = StealMs(),
        InvoluntaryContextSwitches = InvoluntaryContextSwitches(),
        FrequencyKhz = MeanFrequency(cpus),
        ThrottleEvents = Sum(cpus, "thermal_throttle/core_throttle_count"),
        Collections = GC.CollectionCount(0),
    };

    public Conditions Conditions(VisitPlan plan, IReadOnlyList<int> affinity, MachineState before, MachineState after)
    {
        var steal = after.StealMs - before.StealMs;
        var switches = after.InvoluntaryContextSwitches - before.InvoluntaryContextSwitches;
        return new Conditions
        {
            Governor = Governor(plan.Cpus),
            FrequencyKhz = after.FrequencyKhz,
            TemperatureMillidegrees = Temperature(),
            LoadAverage1m = LoadAverage(),
            StealMs = steal,
            InvoluntaryContextSwitches = switches,
            AvailableMemoryBytes = files.MemoryBytes("MemAvailable"),
            CpuAffinity = affinity,
            ContainerCpuLimit = _cpuLimit,
            SessionOptions = SessionFactory.Describe(plan),
            RuntimeVersion = runtimeVersion,
            AgentVersion = SoftwareProbe.AgentVersion,
            Kernel = _kernel,
            Flags = Flags(before, after, steal, switches),
        };
    }

    private static List<string> Flags(MachineState before, MachineState after, long? steal, long? switches)
    {
        var flags = new List<string>();
        if (steal > 0) flags.Add("steal");
        if (switches > 0) flags.Add("preempted");
        if (before.FrequencyKhz is { } first && after.FrequencyKhz is { } last && Math.Abs(last - first) > FrequencyTolerance * first)
            flags.Add("frequency-change");
        if (after.ThrottleEvents > before.ThrottleEvents) flags.Add("throttled");
        if (after.Collections > before.Collections) flags.Add("gc");
        return flags;
    }

    /// <summary>Involuntary context switches of this process, all threads, since it started.</summary>
    public static long? InvoluntaryContextSwitches()
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<long> usage = stackalloc long[UsageFields];
        return Libc.GetUsage(Libc.UsageOfProcess, usage) == 0 ? usage[^1] : null;
    }

    private long? StealMs()
    {
        var fields = files.Lines("proc/stat") is [var total, ..] ? total.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return fields.Length > StealField && fields[0] == "cpu"
            && long.TryParse(fields[StealField], NumberStyles.None, CultureInfo.InvariantCulture, out var jiffies)
            ? jiffies * MillisecondsPerJiffy
            : null;
    }

    private string? Governor(IReadOnlyList<int> cpus)
    {
        var governors = cpus.Select(cpu => files.Text($"{Cpu(cpu)}/cpufreq/scaling_governor")).OfType<string>().Distinct().ToArray();
        return governors.Length == 0 ? null : string.Join(',', governors);
    }

    private long? MeanFrequency(IReadOnlyList<int> cpus) =>
        cpus.Select(cpu => files.Number($"{Cpu(cpu)}/cpufreq/scaling_cur_freq")).Average() is { } mean ? (long)mean : null;

    private long? Sum(IReadOnlyList<int> cpus, string file)
    {
        var counts = cpus.Select(cpu => files.Number($"{Cpu(cpu)}/{file}")).OfType<long>().ToArray();
        return counts.Length == 0 ? null : counts.Sum();
    }

    private long? Temperature() =>
        files.Directories("sys/class/thermal", "thermal_zone*").Max(zone => files.Number($"{zone}/temp"));

    private double? LoadAverage() =>
        double.TryParse(files.Text("proc/loadavg")?.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var load) ? load : null;

    private static string Cpu(int cpu) => string.Create(CultureInfo.InvariantCulture, $"sys/devices/system/cpu/cpu{cpu}");
}
