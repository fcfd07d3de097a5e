using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary>Devices in words.</summary>
internal static class DeviceText
{
    public static string State(Device device) => Words.Of(device.State);

    /// <summary>Describes how snapshots show the device.</summary>
    public static string Publication(Device device) =>
        device.Private ? "left out (private)" : device.HidesName ? "under a made-up name" : "under its name";

    /// <summary>Describes the hardware of the device in a few words.</summary>
    public static string Hardware(Device device)
    {
        var hardware = device.Hardware ?? new Hardware();
        var what = hardware.HasBoardModel ? hardware.BoardModel : hardware.HasCpuModel ? hardware.CpuModel : hardware.Architecture;
        return $"{(what.Length > 0 ? what : Figures.None)}, {Figures.Count(hardware.UsableCpus)} of {Figures.Count(hardware.LogicalCpus, "CPU")}";
    }
}
