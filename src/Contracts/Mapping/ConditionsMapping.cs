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
    };
}
