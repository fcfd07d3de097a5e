using Google.Protobuf.WellKnownTypes;
using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Conditions between the wire and the domain.</summary>
public static class ConditionsMapping
{
    /// <summary>The message for conditions; what is null is absent.</summary>
    public static V1.Conditions ToProto(this Conditions conditions)
    {
        var message = new V1.Conditions
        {
            RuntimeVersion = conditions.RuntimeVersion,
            AgentVersion = conditions.AgentVersion,
        };
        if (conditions.Governor is { } governor)
            message.Governor = governor;
        if (conditions.FrequencyKhz is { } frequency)
            message.FrequencyKhz = frequency;
        if (conditions.TemperatureMillidegrees is { } temperature)
            message.TemperatureMillidegrees = temperature;
        if (conditions.LoadAverage1m is { } load)
            message.LoadAverage1M = load;
        if (conditions.StealMs is { } steal)
            message.StealMs = steal;
        if (conditions.InvoluntaryContextSwitches is { } switches)
            message.InvoluntaryContextSwitches = switches;
        if (conditions.AvailableMemoryBytes is { } memory)
            message.AvailableMemoryBytes = memory;
        if (conditions.ContainerCpuLimit is { } limit)
            message.ContainerCpuLimit = limit;
        if (conditions.Kernel is { } kernel)
            message.Kernel = kernel;
        if (conditions.CpuModel is { } model)
            message.CpuModel = model;
        if (conditions.TemperatureBeforeMillidegrees is { } temperatureBefore)
            message.TemperatureBeforeMillidegrees = temperatureBefore;
        if (conditions.CoreThrottleEvents is { } coreEvents)
            message.CoreThrottleEvents = coreEvents;
        if (conditions.PackageThrottleEvents is { } packageEvents)
            message.PackageThrottleEvents = packageEvents;
        if (conditions.ContainerThrottledMs is { } throttled)
            message.ContainerThrottledMs = throttled;
        if (conditions.FirmwareThrottleBits is { } bits)
            message.FirmwareThrottleBits = bits;
        if (conditions.ContainerMemoryLimitBytes is { } memoryLimit)
            message.ContainerMemoryLimitBytes = memoryLimit;
        if (conditions.Turbo is { } turbo)
            message.Turbo = turbo;
        if (conditions.Smt is { } smt)
            message.Smt = smt;
        if (conditions.Priority is { } priority)
            message.Priority = priority;
        if (conditions.Protocol is { } protocol)
            message.Protocol = protocol;
        if (conditions.ExecutionProvider is { } provider)
            message.ExecutionProvider = provider;
        if (conditions.ProviderVersion is { } providerVersion)
            message.ProviderVersion = providerVersion;
        if (conditions.ClockSource is { } clock)
            message.ClockSource = clock;
        if (conditions.TransparentHugePages is { } pages)
            message.TransparentHugePages = pages;
        if (conditions.PowerMode is { } mode)
            message.PowerMode = mode;
        if (conditions.ClockJumpMs is { } jump)
            message.ClockJumpMs = jump;
        if (conditions.CoolDownMs is { } coolDown)
            message.CoolDownMs = coolDown;
        if (conditions.FirmwareFrequencyKhz is { } firmwareFrequency)
            message.FirmwareFrequencyKhz = firmwareFrequency;
        if (conditions.FrequencyBefore is { } before)
            message.FrequencyBefore = before.ToProto();
        if (conditions.FrequencyAfter is { } after)
            message.FrequencyAfter = after.ToProto();
        if (conditions.ToolsReadAt is { } readAt)
            message.ToolsReadTime = Timestamp.FromDateTimeOffset(readAt);
        if (conditions.InferencesPerSample is { } together)
            message.InferencesPerSample = together;
        if (conditions.Emulated is { } emulated)
            message.Emulated = emulated;
        message.Browser = conditions.Browser?.ToProto();
        message.Gpus.AddRange((conditions.Gpus ?? []).Select(GpuConditionsMapping.ToProto));
        message.CpuAffinity.AddRange(conditions.CpuAffinity);
        message.SessionOptions.AddRange(conditions.SessionOptions);
        message.Flags.AddRange(conditions.Flags);
        return message;
    }

    /// <summary>The conditions of a message; what is absent is null.</summary>
    public static Conditions ToDomain(this V1.Conditions message) => new()
    {
        Governor = message.HasGovernor ? message.Governor : null,
        FrequencyKhz = message.HasFrequencyKhz ? message.FrequencyKhz : null,
        TemperatureMillidegrees = message.HasTemperatureMillidegrees ? message.TemperatureMillidegrees : null,
        LoadAverage1m = message.HasLoadAverage1M ? message.LoadAverage1M : null,
        StealMs = message.HasStealMs ? message.StealMs : null,
        InvoluntaryContextSwitches = message.HasInvoluntaryContextSwitches ? message.InvoluntaryContextSwitches : null,
        AvailableMemoryBytes = message.HasAvailableMemoryBytes ? message.AvailableMemoryBytes : null,
        ContainerCpuLimit = message.HasContainerCpuLimit ? message.ContainerCpuLimit : null,
        Kernel = message.HasKernel ? message.Kernel : null,
        CpuAffinity = [.. message.CpuAffinity],
        SessionOptions = [.. message.SessionOptions],
        Flags = [.. message.Flags],
        RuntimeVersion = message.RuntimeVersion,
        AgentVersion = message.AgentVersion,
        CpuModel = message.HasCpuModel ? message.CpuModel : null,
        TemperatureBeforeMillidegrees = message.HasTemperatureBeforeMillidegrees ? message.TemperatureBeforeMillidegrees : null,
        CoreThrottleEvents = message.HasCoreThrottleEvents ? message.CoreThrottleEvents : null,
        PackageThrottleEvents = message.HasPackageThrottleEvents ? message.PackageThrottleEvents : null,
        ContainerThrottledMs = message.HasContainerThrottledMs ? message.ContainerThrottledMs : null,
        FirmwareThrottleBits = message.HasFirmwareThrottleBits ? message.FirmwareThrottleBits : null,
        ContainerMemoryLimitBytes = message.HasContainerMemoryLimitBytes ? message.ContainerMemoryLimitBytes : null,
        Turbo = message.HasTurbo ? message.Turbo : null,
        Smt = message.HasSmt ? message.Smt : null,
        Priority = message.HasPriority ? message.Priority : null,
        Protocol = message.HasProtocol ? message.Protocol : null,
        ExecutionProvider = message.HasExecutionProvider ? message.ExecutionProvider : null,
        ProviderVersion = message.HasProviderVersion ? message.ProviderVersion : null,
        ClockSource = message.HasClockSource ? message.ClockSource : null,
        TransparentHugePages = message.HasTransparentHugePages ? message.TransparentHugePages : null,
        PowerMode = message.HasPowerMode ? message.PowerMode : null,
        ClockJumpMs = message.HasClockJumpMs ? message.ClockJumpMs : null,
        CoolDownMs = message.HasCoolDownMs ? message.CoolDownMs : null,
        FirmwareFrequencyKhz = message.HasFirmwareFrequencyKhz ? message.FirmwareFrequencyKhz : null,
        FrequencyBefore = message.FrequencyBefore?.ToDomain(),
        FrequencyAfter = message.FrequencyAfter?.ToDomain(),
        ToolsReadAt = message.ToolsReadTime?.ToDateTimeOffset(),
        Browser = message.Browser?.ToDomain(),
        InferencesPerSample = message.HasInferencesPerSample ? message.InferencesPerSample : null,
        Emulated = message.HasEmulated ? message.Emulated : null,
        Gpus = message.Gpus.Count > 0 ? [.. message.Gpus.Select(GpuConditionsMapping.ToDomain)] : null,
    };

    private static V1.FrequencyRange ToProto(this FrequencyRange range) =>
        new() { MinKhz = range.MinKhz, MeanKhz = range.MeanKhz, MaxKhz = range.MaxKhz };

    private static FrequencyRange ToDomain(this V1.FrequencyRange range) => new(range.MinKhz, range.MeanKhz, range.MaxKhz);
}
