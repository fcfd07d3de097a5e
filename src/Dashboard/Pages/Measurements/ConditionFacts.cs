using System.Globalization;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The conditions of a pass as names and texts; what the device does not report is left out.</summary>
internal static class ConditionFacts
{
    /// <summary>Lists the conditions.</summary>
    public static IEnumerable<(string Name, string Text)> Of(Conditions conditions)
    {
        if (conditions.HasCpuModel)
            yield return ("Processor", conditions.CpuModel);
        foreach (var gpu in conditions.Gpus)
            yield return ("Graphics processor", string.Join(", ", new[] { gpu.Name, gpu.DriverVersion, gpu.PerformanceState }.Where(text => text.Length > 0)));
        if (conditions.CpuAffinity.Count > 0)
            yield return ("Pinned to CPU", string.Join(", ", conditions.CpuAffinity));
        foreach (var fact in conditions.Browser is { } browser ? Of(browser) : [])
            yield return fact;
        if (conditions.HasInferencesPerSample)
            yield return ("Timed together", Figures.Count(conditions.InferencesPerSample, "inference"));
        if (conditions.Emulated)
            yield return ("Emulated", "the latencies are those of the emulator");
        if (conditions.HasGovernor)
            yield return ("Governor", conditions.Governor);
        if (conditions.HasTurbo)
            yield return ("Turbo", conditions.Turbo ? "on" : "off");
        if (conditions.HasSmt)
            yield return ("Multithreading", conditions.Smt ? "on" : "off");
        if (conditions.HasPowerMode)
            yield return ("Power mode", conditions.PowerMode);
        if (conditions.HasAvailableMemoryBytes)
            yield return ("Free memory", Figures.Bytes(conditions.AvailableMemoryBytes));
        if (conditions.HasContainerCpuLimit)
            yield return ("CPU limit of the container", conditions.ContainerCpuLimit.ToString("0.##", CultureInfo.InvariantCulture));
        if (conditions.HasStealMs)
            yield return ("Stolen by the hypervisor", $"{conditions.StealMs} ms");
        if (conditions.HasInvoluntaryContextSwitches)
            yield return ("Involuntary context switches", Figures.Count(conditions.InvoluntaryContextSwitches));
        if (conditions.HasKernel)
            yield return ("Kernel", conditions.Kernel);
        if (conditions.HasClockSource)
            yield return ("Clock source", conditions.ClockSource);
        if (conditions.RuntimeVersion.Length > 0)
            yield return ("Runtime", conditions.RuntimeVersion);
        if (conditions.HasExecutionProvider)
            yield return ("Execution provider", conditions.HasProviderVersion ? $"{conditions.ExecutionProvider} {conditions.ProviderVersion}" : conditions.ExecutionProvider);
        if (conditions.AgentVersion.Length > 0)
            yield return ("Agent", conditions.AgentVersion);
        if (conditions.HasProtocol)
            yield return ("Protocol", conditions.Protocol);
        if (conditions.SessionOptions.Count > 0)
            yield return ("Session options", string.Join(", ", conditions.SessionOptions));
    }

    private static IEnumerable<(string Name, string Text)> Of(BrowserConditions browser)
    {
        yield return ("Browser", browser.UserAgent);
        yield return ("Step of the clock", string.Create(CultureInfo.InvariantCulture, $"{browser.TimerStepNs / 1000.0:0.###} µs"));
        yield return ("WebAssembly", $"{Figures.Count(browser.Threads, "thread")}, {(browser.Simd ? "SIMD" : "no SIMD")}{(browser.CrossOriginIsolated ? "" : ", not cross-origin isolated")}");
        if (browser.HasGpuAdapter)
            yield return ("Graphics adapter", browser.GpuAdapter);
        if (browser.HasBatteryLevel)
            yield return ("Battery", string.Create(CultureInfo.InvariantCulture, $"{browser.BatteryLevel:0 %}{(browser.Charging ? ", charging" : "")}"));
        if (browser.HasComputePressure)
            yield return ("Pressure", browser.ComputePressure);
    }
}
