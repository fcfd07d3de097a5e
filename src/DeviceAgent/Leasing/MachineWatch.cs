using System.Globalization;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Runner;
using LatBench.Hosting;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Looks after the machine between jobs: its tools, its temperature, and what of them belongs to the conditions of a pass.</summary>
internal sealed class MachineWatch(SystemFiles files, MachineTools tools, CoolDownOptions options, TimeProvider clock, ILogger<MachineWatch> logger)
{
    private const double MillidegreesPerDegree = 1000;

    private readonly Temperatures _temperatures = new(files);
    private readonly CoolDownGate _gate = new(options, clock);

    private bool _saidPriority;
    private bool _saidHot;

    /// <summary>Gets why a job may not begin, as a clause.</summary>
    public string WhyHot => string.Create(
        CultureInfo.InvariantCulture,
        $"the machine is hotter than {(options.MaxStartMillidegrees ?? 0) / MillidegreesPerDegree} °C, the most to begin a job at; it cools down for {options.MaxDuration.TotalSeconds} s at most");

    /// <summary>Says at the start what will not work as it was asked for.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (options.MaxStartMillidegrees is not { } limit) return;
        var temperature = Hottest(await tools.ReadAsync(cancellationToken).ConfigureAwait(false), withGpus: true);
        if (temperature is null) WatchLog.NoTemperature(logger, limit / MillidegreesPerDegree);
    }

    /// <summary>Waits until the machine is cool enough, and asks its tools where that is due. Call it when no block runs.</summary>
    /// <param name="executionProvider">The provider of the target; empty means the CPU.</param>
    /// <param name="whileWaiting">Called about every second while it waits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<JobStart> BeforeJobsAsync(string executionProvider, Func<Task> whileWaiting, CancellationToken cancellationToken)
    {
        var provider = executionProvider.Length == 0 ? TargetCatalog.CpuProvider : executionProvider;
        var coolDown = await _gate.WaitAsync(TemperatureAsync, whileWaiting, cancellationToken).ConfigureAwait(false);
        SayHot(coolDown);
        return new JobStart(provider, coolDown, await tools.ReadAsync(cancellationToken).ConfigureAwait(false));

        async Task<long?> TemperatureAsync() =>
            Hottest(await tools.ReadAsync(cancellationToken).ConfigureAwait(false), withGpus: provider != TargetCatalog.CpuProvider);
    }

    /// <summary>The outcome of a job with what was known at its start.</summary>
    public JobOutcome Complete(JobStart start, JobOutcome outcome)
    {
        if (!_saidPriority && outcome.Result?.Conditions.Priority is { } priority)
        {
            _saidPriority = true;
            if (priority != Priority.Wished) WatchLog.OrdinaryPriority(logger, priority, Priority.Wished);
        }

        return start.Complete(outcome);
    }

    private long? Hottest(ToolReadings? readings, bool withGpus)
    {
        var cpu = _temperatures.HottestMillidegrees() ?? readings?.FirmwareTemperatureMillidegrees;
        var gpu = withGpus ? readings?.Gpus?.Max(one => one.TemperatureMillidegrees) : null;
        return gpu > cpu || cpu is null ? gpu : cpu;
    }

    private void SayHot(CoolDown coolDown)
    {
        if (coolDown.IsHot && !_saidHot)
            WatchLog.StillHot(logger, coolDown.Waited.TotalSeconds, (options.MaxStartMillidegrees ?? 0) / MillidegreesPerDegree);
        _saidHot = coolDown.IsHot;
    }
}

/// <summary>The state of the machine when a job began, as far as it is known only outside the runner.</summary>
/// <param name="ExecutionProvider">The provider of the target.</param>
/// <param name="CoolDown">The result of waiting at the cool-down gate.</param>
/// <param name="Tools">The latest readings of the tools; null where there are none.</param>
internal sealed record JobStart(string ExecutionProvider, CoolDown CoolDown, ToolReadings? Tools)
{
    /// <summary>Adds it to the conditions of what came out.</summary>
    public JobOutcome Complete(JobOutcome outcome) =>
        outcome.Result is { } result ? outcome with { Result = result with { Conditions = Complete(result.Conditions) } } : outcome;

    private bool IsCpu => ExecutionProvider == TargetCatalog.CpuProvider;

    private Conditions Complete(Conditions conditions) => conditions with
    {
        ExecutionProvider = conditions.ExecutionProvider ?? ExecutionProvider,
        ProviderVersion = conditions.ProviderVersion ?? (IsCpu ? conditions.RuntimeVersion : null),
        TemperatureBeforeMillidegrees = conditions.TemperatureBeforeMillidegrees ?? Tools?.FirmwareTemperatureMillidegrees,
        FirmwareThrottleBits = conditions.FirmwareThrottleBits ?? Tools?.FirmwareThrottleBits,
        FirmwareFrequencyKhz = Tools?.FirmwareFrequencyKhz,
        PowerMode = Tools?.PowerMode ?? conditions.PowerMode,
        Gpus = Tools?.Gpus,
        ToolsReadAt = Tools?.ReadAt,
        CoolDownMs = CoolDown.Waited > TimeSpan.Zero ? (long)CoolDown.Waited.TotalMilliseconds : null,
        Flags = [.. conditions.Flags.Union(Flags())],
    };

    private IEnumerable<string> Flags()
    {
        if (FirmwareThrottle.IsSlowed(null, Tools?.FirmwareThrottleBits) || (!IsCpu && IsGpuSlowed())) yield return ConditionFlags.Throttled;
        if (CoolDown.IsHot) yield return ConditionFlags.Hot;
    }

    private bool IsGpuSlowed() => Tools?.Gpus?.Any(gpu => gpu.ThrottleReasons.Any(NvidiaSmi.IsSlowing)) == true;
}

/// <summary>The log messages of monitoring the machine.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(EventIds.NoTemperature, LogLevel.Warning, "--max-start-temperature is {Celsius}, but this machine tells no temperature: nothing is waited for.")]
    public static partial void NoTemperature(ILogger logger, double celsius);

    [LoggerMessage(EventIds.StillHot, LogLevel.Warning, "The machine is still hotter than {Celsius} °C after {Seconds} s; models are measured all the same and flagged 'hot'.")]
    public static partial void StillHot(ILogger logger, double seconds, double celsius);

    [LoggerMessage(EventIds.OrdinaryPriority, LogLevel.Warning, "The runner has the priority nice {Priority}, not {Wished}, because this account may not raise it; run as root, with CAP_SYS_NICE, or with LimitNICE=-10.")]
    public static partial void OrdinaryPriority(ILogger logger, int priority, int wished);
}
