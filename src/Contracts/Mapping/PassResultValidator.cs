using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace LatBench.Contracts.Mapping;

/// <summary>Checks a pass result that came over the wire before it becomes a domain value.</summary>
public static class PassResultValidator
{
    /// <summary>Most samples of one block, and most warm-up inferences, that are taken in.</summary>
    public const int MaxSamples = 100_000;

    private const long MaxSampleNs = 3_600_000_000_000;

    /// <summary>The loop takes some 16 microseconds; what takes a second is no clock.</summary>
    private const long MaxClockNs = 1_000_000_000;

    private const int MaxUserAgent = 500;

    private const int MaxThreads = 1024;

    /// <summary>The last second of the year 9999, the last that a timestamp may hold.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <summary>Every fault, as field and sentence; empty where the message is good.</summary>
    public static IReadOnlyList<(string Field, string Message)> Validate(V1.PassResult? result)
    {
        if (result is null)
            return [("result", "The result is missing.")];

        var faults = new List<(string, string)>();
        if (result.SamplesNs.Count is 0 or > MaxSamples)
            faults.Add(("result.samples_ns", Invariant($"There are {result.SamplesNs.Count} samples; 1 to {MaxSamples} are allowed.")));
        if (result.WarmUpNs.Count > MaxSamples)
            faults.Add(("result.warm_up_ns", Invariant($"There are {result.WarmUpNs.Count} warm-up inferences; at most {MaxSamples} are allowed.")));
        if (result.CanaryNs.Count > MaxSamples)
            faults.Add(("result.canary_ns", Invariant($"There are {result.CanaryNs.Count} samples of the canary; at most {MaxSamples} are allowed.")));
        AddOutOfRange(faults, "result.samples_ns", result.SamplesNs);
        AddOutOfRange(faults, "result.warm_up_ns", result.WarmUpNs);
        AddOutOfRange(faults, "result.canary_ns", result.CanaryNs);
        if (result.SessionCreationNs is < 0 or > MaxSampleNs)
            faults.Add(("result.session_creation_ns", Invariant($"{result.SessionCreationNs} ns is out of range; 0 to {MaxSampleNs} is allowed.")));
        if (result.HasClockNs && result.ClockNs is <= 0 or > MaxClockNs)
            faults.Add(("result.clock_ns", Invariant($"{result.ClockNs} ns is out of range; 1 to {MaxClockNs} is allowed.")));
        if (!IsTime(result.StartTime))
            faults.Add(("result.start_time", "The start time is missing or no valid time."));
        if (!IsTime(result.EndTime))
            faults.Add(("result.end_time", "The end time is missing or no valid time."));
        if (IsTime(result.StartTime) && IsTime(result.EndTime) && result.EndTime.CompareTo(result.StartTime) < 0)
            faults.Add(("result.end_time", "The end time is before the start time."));
        AddConditions(faults, result.Conditions);

        return faults;
    }

    private static void AddConditions(List<(string, string)> faults, V1.Conditions? conditions)
    {
        if (conditions is null)
        {
            faults.Add(("result.conditions", "The conditions are missing."));
            return;
        }

        if (!double.IsFinite(conditions.LoadAverage1M))
            faults.Add(("result.conditions.load_average_1m", "The load average is not a finite number."));
        if (!double.IsFinite(conditions.ContainerCpuLimit))
            faults.Add(("result.conditions.container_cpu_limit", "The CPU limit of the container is not a finite number."));
        if (conditions is { HasInferencesPerSample: true, InferencesPerSample: < 1 or > MaxSamples })
            faults.Add(("result.conditions.inferences_per_sample", Invariant($"{conditions.InferencesPerSample} inferences a sample are out of range; 1 to {MaxSamples} are allowed.")));
        if (conditions.Browser is { } browser)
            AddBrowser(faults, browser);
        if (conditions.ToolsReadTime is { } readAt && !IsTime(readAt))
            faults.Add(("result.conditions.tools_read_time", "The time at which the tools were read is no valid time."));
    }

    private static void AddBrowser(List<(string, string)> faults, V1.BrowserConditions browser)
    {
        const string Field = "result.conditions.browser.";
        if (browser.UserAgent.Length is 0 or > MaxUserAgent || browser.UserAgent.Any(char.IsControl))
            faults.Add((Field + "user_agent", Invariant($"The user agent is 1 to {MaxUserAgent} characters without control characters.")));
        if (browser.GpuAdapter.Length > MaxUserAgent || browser.ComputePressure.Length > MaxUserAgent)
            faults.Add((Field + "gpu_adapter", Invariant($"A text of the browser is longer than {MaxUserAgent} characters.")));
        if (browser.TimerStepNs is < 1 or > MaxClockNs)
            faults.Add((Field + "timer_step_ns", Invariant($"{browser.TimerStepNs} ns is out of range; 1 to {MaxClockNs} is allowed.")));
        if (browser.Threads is < 1 or > MaxThreads)
            faults.Add((Field + "threads", Invariant($"{browser.Threads} threads are out of range; 1 to {MaxThreads} are allowed.")));
        if (browser.HasBatteryLevel && browser.BatteryLevel is not (>= 0 and <= 1))
            faults.Add((Field + "battery_level", "The charge of the battery is a number from 0 to 1."));
        if (!double.IsFinite(browser.DeviceMemoryGib))
            faults.Add((Field + "device_memory_gib", "The memory is not a finite number."));
    }

    private static bool IsTime(Timestamp? time) =>
        time is { Seconds: >= 0 and <= LastSecond, Nanos: >= 0 and <= 999_999_999 };

    private static void AddOutOfRange(List<(string, string)> faults, string field, IEnumerable<long> durationsNs)
    {
        foreach (var ns in durationsNs)
        {
            if (ns is <= 0 or > MaxSampleNs)
            {
                faults.Add((field, Invariant($"{ns} ns is out of range; 1 to {MaxSampleNs} is allowed.")));
                return;
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
