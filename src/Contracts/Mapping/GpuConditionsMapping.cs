using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Conditions of graphics processors between the wire and the domain.</summary>
internal static class GpuConditionsMapping
{
    public static V1.GpuConditions ToProto(GpuConditions gpu)
    {
        var message = new V1.GpuConditions { Name = gpu.Name };
        if (gpu.DriverVersion is { } driver)
            message.DriverVersion = driver;
        if (gpu.PerformanceState is { } state)
            message.PerformanceState = state;
        if (gpu.TemperatureMillidegrees is { } temperature)
            message.TemperatureMillidegrees = temperature;
        if (gpu.GraphicsClockKhz is { } clock)
            message.GraphicsClockKhz = clock;
        if (gpu.MemoryClockKhz is { } memoryClock)
            message.MemoryClockKhz = memoryClock;
        if (gpu.PowerLimitMilliwatts is { } limit)
            message.PowerLimitMilliwatts = limit;
        message.ThrottleReasons.AddRange(gpu.ThrottleReasons);
        return message;
    }

    public static GpuConditions ToDomain(V1.GpuConditions message) => new()
    {
        Name = message.Name,
        DriverVersion = message.HasDriverVersion ? message.DriverVersion : null,
        PerformanceState = message.HasPerformanceState ? message.PerformanceState : null,
        TemperatureMillidegrees = message.HasTemperatureMillidegrees ? message.TemperatureMillidegrees : null,
        GraphicsClockKhz = message.HasGraphicsClockKhz ? message.GraphicsClockKhz : null,
        MemoryClockKhz = message.HasMemoryClockKhz ? message.MemoryClockKhz : null,
        PowerLimitMilliwatts = message.HasPowerLimitMilliwatts ? message.PowerLimitMilliwatts : null,
        ThrottleReasons = [.. message.ThrottleReasons],
    };
}
