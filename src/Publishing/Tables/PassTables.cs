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
        Sample.Int32("pass", row => row.Pass.Pass.Number, "Which visit of the model, from 1."),
        Sample.Flag("counted", row => row.Pass.Pass.Counted, "Whether the pass is in the figures; false for a double that came late."),
        Sample.Text("kind", row => row.IsWarmUp ? "warm_up" : "sample", "sample, or warm_up for an inference before the block, which no figure uses."),
        Sample.Int32("iteration", row => row.Iteration, "Position among the inferences of its kind in the pass, from 1."),
        Sample.Int64("duration_ns", row => row.DurationNs, "Duration of the inference.", "ns"),
        Sample.Time("pass_started_at", row => row.Pass.Result.StartTime, "When the visit began, by the device's clock."),
    ]);

    public static Table<PassRow> Conditions { get; } = new("conditions", true, "One pass: what the machine was like.",
    [
        Condition.Text("model_sha256", row => row.Measurement.Model.Sha256, "The model."),
        Condition.Text("target", row => row.Measurement.Target, "The target."),
        Condition.Int32("pass", row => row.Pass.Number, "Which visit of the model, from 1."),
        Condition.Flag("counted", row => row.Pass.Counted, "Whether the pass is in the figures; false for a double that came late."),
        Condition.Time("pass_started_at", row => row.Result.StartTime, "When the visit began, by the device's clock."),
        Condition.Time("pass_ended_at", row => row.Result.EndTime, "When the visit ended."),
        Condition.Int32("samples", row => row.Result.SamplesNs.Count, "Timed inferences."),
        Condition.Int32("warm_up_inferences", row => row.Result.WarmUpNs.Count, "Inferences before the block."),
        Condition.Real("session_creation_ms", row => row.Result.SessionCreation.Milliseconds, "Time to create the session.", "ms"),
        Condition.OptionalInt64("peak_memory_bytes", row => row.Result.PeakMemoryBytes, "Resident memory of the process that ran the model, at most; null where unknown.", "bytes"),
        Condition.OptionalText("governor", row => row.Conditions.Governor, "Frequency governor of the CPUs used."),
        Condition.OptionalInt64("frequency_khz", row => row.Conditions.FrequencyKhz, "Mean current frequency of the CPUs used.", "kHz"),
        Condition.OptionalReal("temperature_celsius", row => row.Conditions.TemperatureMillidegrees / 1000.0, "Hottest thermal zone.", "°C"),
        Condition.OptionalReal("load_average_1m", row => row.Conditions.LoadAverage1m, "Load average over one minute."),
        Condition.OptionalInt64("steal_ms", row => row.Conditions.StealMs, "Time stolen by the hypervisor during the visit, all CPUs together.", "ms"),
        Condition.OptionalInt64("involuntary_context_switches", row => row.Conditions.InvoluntaryContextSwitches, "Times the measuring process was interrupted during the block."),
        Condition.OptionalInt64("available_memory_bytes", row => row.Conditions.AvailableMemoryBytes, "Free memory.", "bytes"),
        Condition.Text("cpu_affinity", row => Join(row.Conditions.CpuAffinity.Select(cpu => cpu.ToString(CultureInfo.InvariantCulture))), "CPUs the process was pinned to, separated by ','; empty where it was not."),
        Condition.OptionalReal("container_cpu_limit", row => row.Conditions.ContainerCpuLimit, "CPU limit of the container; null where there is none.", "CPUs"),
        Condition.Text("session_options", row => Join(row.Conditions.SessionOptions), "Session options as given to the runtime, key=value separated by ','."),
        Condition.Text("runtime_version", row => row.Conditions.RuntimeVersion, "Version of the runtime as it reports it."),
        Condition.Text("agent_version", row => row.Conditions.AgentVersion, "Version of the LatBench agent."),
        Condition.OptionalText("kernel", row => row.Conditions.Kernel, "Kernel release."),
        Condition.Text("flags", row => Join(row.Conditions.Flags), "What may have slowed the block, separated by ',': steal, preempted, frequency-change, throttled, gc."),
    ]);

    private static string Join(IEnumerable<string> values) => string.Join(',', values);
}

/// <summary>One visit of a model.</summary>
internal sealed record PassRow(Measurement Measurement, StoredPass Pass)
{
    public PassResult Result => Pass.Result;

    public Conditions Conditions => Pass.Result.Conditions;

    /// <summary>The inferences of the visit: warm-up first, then the block.</summary>
    public IEnumerable<SampleRow> Samples() =>
        Result.WarmUpNs.Select((duration, index) => new SampleRow(this, true, index + 1, duration))
            .Concat(Result.SamplesNs.Select((duration, index) => new SampleRow(this, false, index + 1, duration)));
}

/// <summary>One inference.</summary>
internal readonly record struct SampleRow(PassRow Pass, bool IsWarmUp, int Iteration, long DurationNs);
