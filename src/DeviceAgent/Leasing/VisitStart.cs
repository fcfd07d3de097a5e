using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>The state of the machine when a visit began, as far as it is known only outside the runner.</summary>
/// <param name="ExecutionProvider">The provider of the target.</param>
/// <param name="CoolDown">The result of waiting at the cool-down gate.</param>
/// <param name="Tools">The latest readings of the tools; null where there are none.</param>
internal sealed record VisitStart(string ExecutionProvider, CoolDown CoolDown, ToolReadings? Tools)
{
    /// <summary>Adds it to the conditions of what came out.</summary>
    public VisitOutcome Complete(VisitOutcome outcome) =>
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
