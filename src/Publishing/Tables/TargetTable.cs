using LatBench.Storage.Devices;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.TargetRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The targets that the latencies belong to. A host name is never among the columns.</summary>
internal static class TargetTable
{
    public static Table<TargetRow> Instance { get; } = new("targets", false, "One target: a device with a runtime and its settings.",
    [
        Column.Text("target", row => row.Target.Slug, "Identity, as in the column target of every other table."),
        Column.Text("device", row => row.Device.Id, "The device."),
        Column.Text("runtime", row => row.Target.Runtime, "Runtime; ort is ONNX Runtime."),
        Column.Text("runtime_version", row => row.Target.RuntimeVersion, "Version of the runtime."),
        Column.Text("execution_provider", row => row.Target.ExecutionProvider, "Execution provider of the runtime, in lower case."),
        Column.Int32("threads", row => row.Target.Threads, "Intra-op threads."),
        Column.Text("graph_optimization", row => row.Target.GraphOptimization, "Graph optimisation level: disabled, basic, extended or all."),
        Column.OptionalText("cpu_model", row => row.Device.Hardware.CpuModel, "Processor name."),
        Column.Text("cpu_architecture", row => row.Device.Hardware.Architecture, "Instruction set, for example x64 or arm64."),
        Column.Int32("logical_cpus", row => row.Device.Hardware.LogicalCpus, "Logical CPUs of the machine."),
        Column.Int32("usable_cpus", row => row.Device.Hardware.UsableCpus, "CPUs the agent may use."),
        Column.OptionalInt64("memory_bytes", row => row.Device.Hardware.MemoryBytes, "Physical memory.", "bytes"),
        Column.Text("gpus", row => string.Join("; ", row.Device.Hardware.Gpus), "Graphics processors by name, separated by '; '."),
        Column.OptionalText("board_model", row => row.Device.Hardware.BoardModel, "Board model where a device tree names one."),
        Column.OptionalText("hypervisor", row => row.Device.Hardware.Hypervisor, "Hypervisor, where one is seen."),
        Column.Text("operating_system", row => row.Device.Software.OperatingSystem, "Operating system and version, as last described."),
        Column.OptionalText("kernel", row => row.Device.Software.Kernel, "Kernel release, as last described; of every pass in table conditions."),
        Column.Text("agent_version", row => row.Device.Software.AgentVersion, "Version of the LatBench agent, as last described; of every pass in table conditions."),
        Column.Text("io_mode", row => row.Target.IoMode, "Where inputs and outputs lie: host, copies to the device and back being part of a latency, or resident, on the device."),
    ]);
}

/// <summary>A target and its device.</summary>
internal sealed record TargetRow(Target Target, Device Device);
