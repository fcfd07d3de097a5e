using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Checking;

/// <summary>Looks at a machine, for a second where it must be watched.</summary>
internal sealed class MachineReader(SystemFiles files, MachineTools tools, TimeProvider clock)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly CpuFiles _cpuFiles = new(files);
    private readonly ContainerLimits _container = new(files);

    /// <param name="cpus">The CPUs to measure on.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async Task<MachineReport> ReadAsync(IReadOnlyList<int> cpus, CancellationToken cancellationToken)
    {
        var readings = await tools.ReadAsync(cancellationToken).ConfigureAwait(false);
        var before = Counters(cpus);
        await Task.Delay(Watch, clock, cancellationToken).ConfigureAwait(false);
        var after = Counters(cpus);
        var settings = MachineSettings.Read(files);
        var permissions = Permissions.Try(cpus);
        return new MachineReport
        {
            Cpus = cpus,
            CpusWithSibling = [.. cpus.Where(cpu => _cpuFiles.Siblings(cpu)?.Count > 1)],
            Governor = _cpuFiles.Governor(cpus),
            Turbo = settings.Turbo,
            StealShare = Share(before.Times, after.Times, times => times.StealMs),
            BusyShare = Share(before.Times, after.Times, times => times.TotalMs - times.IdleMs - times.StealMs),
            LoadAverage1m = LoadAverage.Read(files),
            TemperatureMillidegrees = new Temperatures(files).HottestMillidegrees() ?? readings?.FirmwareTemperatureMillidegrees,
            ThrottleEvents = after.ThrottleEvents,
            ThrottleEventsNow = after.ThrottleEvents - before.ThrottleEvents,
            FirmwareThrottleBits = FirmwareThrottle.Read(files) ?? readings?.FirmwareThrottleBits,
            ContainerCpus = settings.ContainerCpus,
            ContainerThrottledMsNow = after.ContainerThrottledMs - before.ContainerThrottledMs,
            ContainerFreeMemoryBytes = _container.FreeMemoryBytes(),
            Container = ContainerKind.Of(files),
            Hypervisor = HardwareProbe.Hypervisor(files),
            MemoryBytes = files.MemoryBytes("MemTotal"),
            AvailableMemoryBytes = files.MemoryBytes("MemAvailable"),
            SwapUsedBytes = files.MemoryBytes("SwapTotal") - files.MemoryBytes("SwapFree"),
            SwappedPagesNow = after.SwappedPages - before.SwappedPages,
            ClockSource = settings.ClockSource,
            TimerStepNs = TimerStep.MeasureNs(),
            Priority = permissions.Priority,
            CanPin = permissions.CanPin,
            IsOnBattery = IsOnBattery(),
            Gpus = readings?.Gpus,
        };
    }

    private static double? Share(CpuTimes? before, CpuTimes? after, Func<CpuTimes, long> part) =>
        after is not null && before is not null && after.TotalMs > before.TotalMs
            ? Math.Clamp((part(after) - part(before)) / (double)(after.TotalMs - before.TotalMs), 0, 1)
            : null;

    private (CpuTimes? Times, long? ThrottleEvents, long? ContainerThrottledMs, long? SwappedPages) Counters(IReadOnlyList<int> cpus) => (
        CpuTimes.Read(files),
        Sum(_cpuFiles.CoreThrottleEvents(cpus), _cpuFiles.PackageThrottleEvents(cpus)),
        _container.ThrottledMs(),
        Sum(files.Counter("proc/vmstat", "pswpin"), files.Counter("proc/vmstat", "pswpout")));

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);

    private bool? IsOnBattery()
    {
        var supplies = files.Directories("sys/class/power_supply", "*");
        var mains = supplies.Where(supply => files.Word($"{supply}/type") == "Mains").Select(supply => files.Number($"{supply}/online", 0, 1)).OfType<long>().ToArray();
        return mains.Length == 0 ? null : mains.All(online => online == 0);
    }
}
