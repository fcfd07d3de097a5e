using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Conditions of browsers between the wire and the domain.</summary>
internal static class BrowserConditionsMapping
{
    public static V1.BrowserConditions ToProto(this BrowserConditions browser)
    {
        var message = new V1.BrowserConditions
        {
            UserAgent = browser.UserAgent,
            CrossOriginIsolated = browser.CrossOriginIsolated,
            TimerStepNs = browser.TimerStepNs,
            Simd = browser.Simd,
            Threads = browser.Threads,
        };
        if (browser.GpuAdapter is { } adapter)
            message.GpuAdapter = adapter;
        if (browser.BatteryLevel is { } level)
            message.BatteryLevel = level;
        if (browser.Charging is { } charging)
            message.Charging = charging;
        if (browser.ComputePressure is { } pressure)
            message.ComputePressure = pressure;
        if (browser.DeviceMemoryGib is { } memory)
            message.DeviceMemoryGib = memory;
        return message;
    }

    public static BrowserConditions ToDomain(this V1.BrowserConditions message) => new()
    {
        UserAgent = message.UserAgent,
        CrossOriginIsolated = message.CrossOriginIsolated,
        TimerStepNs = message.TimerStepNs,
        Simd = message.Simd,
        Threads = message.Threads,
        GpuAdapter = message.HasGpuAdapter ? message.GpuAdapter : null,
        BatteryLevel = message.HasBatteryLevel ? message.BatteryLevel : null,
        Charging = message.HasCharging ? message.Charging : null,
        ComputePressure = message.HasComputePressure ? message.ComputePressure : null,
        DeviceMemoryGib = message.HasDeviceMemoryGib ? message.DeviceMemoryGib : null,
    };
}
