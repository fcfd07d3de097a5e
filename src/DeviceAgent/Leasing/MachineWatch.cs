using System.Globalization;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Runner;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Looks after the machine between visits: its tools, its temperature, and what of them belongs to the conditions of a pass.</summary>
internal sealed class MachineWatch(SystemFiles files, MachineTools tools, CoolDownOptions options, TimeProvider clock, ILogger<MachineWatch> logger)
{
    private const double MillidegreesPerDegree = 1000;

    private readonly Temperatures _temperatures = new(files);
    private readonly CoolDownGate _gate = new(options, clock);

    private bool _saidPriority;
    private bool _saidHot;

    /// <summary>Gets why a visit may not begin, as a clause.</summary>
    public string WhyHot => string.Create(
        CultureInfo.InvariantCulture,
        $"the machine is hotter than {(options.MaxStartMillidegrees ?? 0) / MillidegreesPerDegree} °C, the most to begin a visit at; it cools down for {options.MaxDuration.TotalSeconds} s at most");

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
    public async Task<VisitStart> BeforeVisitAsync(string executionProvider, Func<Task> whileWaiting, CancellationToken cancellationToken)
    {
        var provider = executionProvider.Length == 0 ? TargetCatalog.CpuProvider : executionProvider;
        var coolDown = await _gate.WaitAsync(TemperatureAsync, whileWaiting, cancellationToken).ConfigureAwait(false);
        SayHot(coolDown);
        return new VisitStart(provider, coolDown, await tools.ReadAsync(cancellationToken).ConfigureAwait(false));

        async Task<long?> TemperatureAsync() =>
            Hottest(await tools.ReadAsync(cancellationToken).ConfigureAwait(false), withGpus: provider != TargetCatalog.CpuProvider);
    }

    /// <summary>The outcome of a visit with what was known at its start.</summary>
    public VisitOutcome Complete(VisitStart start, VisitOutcome outcome)
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
