using System.Globalization;
using LatBench.Measurements;
using LatBench.Storage.Measurements;
using Condition = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.PassRow>;
using Sample = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.SampleRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The two tables that hold what every single pass gave: raw samples, and the conditions around them.</summary>
internal static class PassTables
{
    /// <summary>
    /// One row an inference, not a list a pass: a quantile is then one GROUP BY or groupby, without UNNEST or explode, and the
    /// repeated columns cost next to nothing (dictionary, run lengths, zstd).
    /// </summary>
    public static Table<SampleRow> Samples { get; } = new("samples", true, "One inference: the raw samples.",
    [
        Sample.Text("model_sha256", row => row.Pass.Measurement.Model.Sha256, "The model; join with the same column of table latency."),
        Sample.Text("target", row => row.Pass.Measurement.Target, "The target."),
        Sample.Int32("pass", row => row.Pass.Pass.Number, "The pass of the model, from 1."),
        Sample.Flag("counted", row => row.Pass.Pass.Counted, "Whether the pass is in the figures; false for a double that came late."),
        Sample.Text("kind", row => row.IsWarmUp ? "warm_up" : "sample", "sample, or warm_up for an inference before the block, which no figure uses."),
        Sample.Int32("iteration", row => row.Iteration, "Position among the inferences of its kind in the pass, from 1."),
        Sample.Int64("duration_ns", row => row.DurationNs, "Duration of the inference.", "ns"),
        Sample.Time("pass_started_at", row => row.Pass.Result.StartTime, "When the pass began, by the device's clock."),
        Sample.Flag("quiet", row => row.Pass.Quiet && !row.IsWarmUp, "Whether the quiet latency is made of it: a sample of a counted pass that was not contended, or of any counted pass where fewer than 3 were not."),
        Sample.Real("clock_correction", row => row.Pass.Result.ClockCorrection, "What brings the duration to the reference clock of the device, reference_clock_ns over clock_ns of table conditions within 0.95 and 1.05; 1 where the clock was not read.", "ratio"),
    ]);

    public static Table<PassRow> Conditions { get; } = new("conditions", true, "One pass: what the machine was like.",
    [
        Condition.Text("model_sha256", row => row.Measurement.Model.Sha256, "The model."),
        Condition.Text("target", row => row.Measurement.Target, "The target."),
        Condition.Int32("pass", row => row.Pass.Number, "The pass of the model, from 1."),
        Condition.Flag("counted", row => row.Pass.Counted, "Whether the pass is in the figures; false for a double that came late."),
        Condition.Time("pass_started_at", row => row.Result.StartTime, "When the pass began, by the device's clock."),
        Condition.Time("pass_ended_at", row => row.Result.EndTime, "When the pass ended."),
        Condition.Int32("samples", row => row.Result.SamplesNs.Count, "Timed inferences."),
        Condition.Int32("warm_up_inferences", row => row.Result.WarmUpNs.Count, "Inferences before the block."),
        Condition.Real("session_creation_ms", row => row.Result.SessionCreation.Milliseconds, "Time to create the session.", "ms"),
        Condition.OptionalInt64("peak_memory_bytes", row => row.Result.PeakMemoryBytes, "Resident memory of the process that ran the model, at most; null where unknown.", "bytes"),
        Condition.OptionalText("governor", row => row.Conditions.Governor, "Frequency governor of the CPUs used."),
        Condition.OptionalInt64("frequency_khz", row => row.Conditions.FrequencyKhz, "Mean current frequency of the CPUs used.", "kHz"),
        Condition.OptionalReal("temperature_celsius", row => row.Conditions.TemperatureMillidegrees / 1000.0, "Hottest thermal zone.", "°C"),
        Condition.OptionalReal("load_average_1m", row => row.Conditions.LoadAverage1m, "Load average over one minute."),
        Condition.OptionalInt64("steal_ms", row => row.Conditions.StealMs, "Time stolen by the hypervisor during the pass, all CPUs together.", "ms"),
        Condition.OptionalInt64("involuntary_context_switches", row => row.Conditions.InvoluntaryContextSwitches, "Times the measuring process was interrupted during the block."),
        Condition.OptionalInt64("available_memory_bytes", row => row.Conditions.AvailableMemoryBytes, "Free memory.", "bytes"),
        Condition.Text("cpu_affinity", row => Join(row.Conditions.CpuAffinity.Select(cpu => cpu.ToString(CultureInfo.InvariantCulture))), "CPUs the process was pinned to, separated by ','; empty where it was not."),
        Condition.OptionalReal("container_cpu_limit", row => row.Conditions.ContainerCpuLimit, "CPU limit of the container; null where there is none.", "CPUs"),
        Condition.Text("session_options", row => Join(row.Conditions.SessionOptions), "Session options as given to the runtime, key=value separated by ','."),
        Condition.Text("runtime_version", row => row.Conditions.RuntimeVersion, "Version of the runtime as it reports it."),
        Condition.Text("agent_version", row => row.Conditions.AgentVersion, "Version of the LatBench agent."),
        Condition.OptionalText("kernel", row => row.Conditions.Kernel, "Kernel release."),
        Condition.Text("flags", row => Join(row.Conditions.Flags), "What may have slowed the block, separated by ',': steal, preempted, frequency-change, throttled, gc, hot, clock-jump; in a browser also visibility-change, timer-clamped, pressure."),
        Condition.OptionalText("cpu_model", row => row.Conditions.CpuModel, "Processor name."),
        Condition.OptionalInt64("frequency_before_min_khz", row => row.Conditions.FrequencyBefore?.MinKhz, "Lowest frequency of the CPUs used before the block.", "kHz"),
        Condition.OptionalInt64("frequency_before_mean_khz", row => row.Conditions.FrequencyBefore?.MeanKhz, "Mean frequency of the CPUs used before the block.", "kHz"),
        Condition.OptionalInt64("frequency_before_max_khz", row => row.Conditions.FrequencyBefore?.MaxKhz, "Highest frequency of the CPUs used before the block.", "kHz"),
        Condition.OptionalInt64("frequency_after_min_khz", row => row.Conditions.FrequencyAfter?.MinKhz, "Lowest frequency of the CPUs used after the block.", "kHz"),
        Condition.OptionalInt64("frequency_after_mean_khz", row => row.Conditions.FrequencyAfter?.MeanKhz, "Mean frequency of the CPUs used after the block.", "kHz"),
        Condition.OptionalInt64("frequency_after_max_khz", row => row.Conditions.FrequencyAfter?.MaxKhz, "Highest frequency of the CPUs used after the block.", "kHz"),
        Condition.OptionalReal("temperature_before_celsius", row => row.Conditions.TemperatureBeforeMillidegrees / 1000.0, "Hottest thermal zone before the block; temperature_celsius is after it.", "°C"),
        Condition.OptionalInt64("core_throttle_events", row => row.Conditions.CoreThrottleEvents, "Times that a core in use was throttled during the block."),
        Condition.OptionalInt64("package_throttle_events", row => row.Conditions.PackageThrottleEvents, "Times that a package in use was throttled during the block."),
        Condition.OptionalInt64("container_throttled_ms", row => row.Conditions.ContainerThrottledMs, "Time during the pass in which the container's CPU quota kept it from running.", "ms"),
        Condition.OptionalInt64("firmware_throttle_bits", row => row.Conditions.FirmwareThrottleBits, "Throttle bits of a Raspberry Pi's firmware after the block, as vcgencmd get_throttled gives them."),
        Condition.OptionalInt64("firmware_frequency_khz", row => row.Conditions.FirmwareFrequencyKhz, "Clock of the CPU as the board's firmware measures it.", "kHz"),
        Condition.OptionalInt64("container_memory_limit_bytes", row => row.Conditions.ContainerMemoryLimitBytes, "Memory limit of the container; null where there is none.", "bytes"),
        Condition.OptionalFlag("turbo", row => row.Conditions.Turbo, "Whether frequencies above the nominal one were allowed."),
        Condition.OptionalFlag("smt", row => row.Conditions.Smt, "Whether simultaneous multithreading was on."),
        Condition.OptionalInt64("priority", row => row.Conditions.Priority, "Nice value of the process, read back; lower goes first."),
        Condition.OptionalText("protocol", row => row.Conditions.Protocol, "Measurement protocol."),
        Condition.OptionalText("execution_provider", row => row.Conditions.ExecutionProvider, "Execution provider of the runtime."),
        Condition.OptionalText("provider_version", row => row.Conditions.ProviderVersion, "Version of the execution provider; that of the runtime for one that is built in."),
        Condition.OptionalText("clock_source", row => row.Conditions.ClockSource, "Clock source of the kernel."),
        Condition.OptionalText("transparent_huge_pages", row => row.Conditions.TransparentHugePages, "Transparent huge pages: always, madvise or never."),
        Condition.OptionalText("power_mode", row => row.Conditions.PowerMode, "Power mode of the board (nvpmodel), or the platform profile."),
        Condition.OptionalInt64("clock_jump_ms", row => row.Conditions.ClockJumpMs, "By how much the wall clock was set during the pass; null where it was not.", "ms"),
        Condition.OptionalInt64("cool_down_ms", row => row.Conditions.CoolDownMs, "How long the agent let the machine cool down before the pass; null where it did not have to.", "ms"),
        Condition.OptionalText("gpus", row => GpuText.Of(row.Conditions.Gpus), "Graphics processors and what they were like, as a JSON list; null where no tool told."),
        Condition.OptionalTime("tools_read_at", row => row.Conditions.ToolsReadAt, "When the machine's tools (nvidia-smi, vcgencmd, …) were asked: before the block, and not for every block."),
        Condition.OptionalInt64("clock_ns", row => row.Result.ClockNs, "Duration of the clock loop beside the block, 10,000 dependent steps: it tells the frequency of the core; null where it was not read.", "ns"),
        Condition.OptionalInt64("reference_clock_ns", row => row.Result.ReferenceClockNs, "Duration of the clock loop for which the latencies of the device are stated.", "ns"),
        Condition.OptionalFlag("contended", row => row.Result.Contended, "Whether another process ran on the core beside the block, as two loops around it tell; null where that is not known."),
        Condition.OptionalInt32("inferences_per_sample", row => row.Conditions.InferencesPerSample, "Consecutive inferences that were timed together for each sample, which is their mean; null where each was timed alone."),
        Condition.OptionalFlag("emulated", row => row.Conditions.Emulated, "True where an emulator translated the instructions of the agent, so that the latencies are those of the emulator; null where none was seen."),
        Condition.OptionalText("browser_user_agent", row => row.Conditions.Browser?.UserAgent, "The browser as it calls itself; this and all browser_ columns are null where the agent was no page in one."),
        Condition.OptionalFlag("browser_cross_origin_isolated", row => row.Conditions.Browser?.CrossOriginIsolated, "Whether the page was cross-origin isolated, which gives it a fine clock and threads."),
        Condition.OptionalInt64("browser_timer_step_ns", row => row.Conditions.Browser?.TimerStepNs, "Least step of the clock that was seen.", "ns"),
        Condition.OptionalFlag("browser_simd", row => row.Conditions.Browser?.Simd, "Whether WebAssembly had 128-bit vectors."),
        Condition.OptionalInt32("browser_threads", row => row.Conditions.Browser?.Threads, "Threads of WebAssembly that the runtime really had."),
        Condition.OptionalText("browser_gpu_adapter", row => row.Conditions.Browser?.GpuAdapter, "Graphics adapter as WebGPU describes it."),
        Condition.OptionalReal("browser_battery_level", row => row.Conditions.Browser?.BatteryLevel, "Charge of the battery, 0 to 1."),
        Condition.OptionalFlag("browser_charging", row => row.Conditions.Browser?.Charging, "Whether the battery was charged, or there was none."),
        Condition.OptionalText("browser_compute_pressure", row => row.Conditions.Browser?.ComputePressure, "Pressure on the processor: nominal, fair, serious or critical."),
        Condition.OptionalReal("browser_device_memory_gib", row => row.Conditions.Browser?.DeviceMemoryGib, "Memory of the machine, rounded by the browser and never above 32.", "GiB"),
    ])
    {
        RowGroupRows = 16_384,
    };

    private static string Join(IEnumerable<string> values) => string.Join(',', values);
}

/// <summary>One pass of a model.</summary>
/// <param name="Measurement">The measurement that it belongs to.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Quiet">True where the quiet latency is made of it.</param>
internal sealed record PassRow(Measurement Measurement, StoredPass Pass, bool Quiet)
{
    public PassResult Result => Pass.Result;

    public Conditions Conditions => Pass.Result.Conditions;

    /// <summary>The inferences of the pass: warm-up first, then the block.</summary>
    public IEnumerable<SampleRow> Samples() =>
        Result.WarmUpNs.Select((duration, index) => new SampleRow(this, true, index + 1, duration))
            .Concat(Result.SamplesNs.Select((duration, index) => new SampleRow(this, false, index + 1, duration)));
}

/// <summary>One inference.</summary>
internal readonly record struct SampleRow(PassRow Pass, bool IsWarmUp, int Iteration, long DurationNs);
