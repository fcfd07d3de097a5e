using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host) =>
        new Listing<Device>
        {
            Page = async (context, connection, _, _) => (await DeviceList.ReadAsync(connection, context.CancellationToken), ""),
            Document = devices => new ListDevicesResponse { Devices = { devices } },
            Empty = "There is no device yet: enrol this machine with `latbench agent run`.",
            Headings = ["DEVICE", "STATE", "WAITING", "TARGETS", "LAST SEEN", TableColumn.FreeText("HARDWARE")],
            Row = (device, _) => Row(device),
        }.Create(host, "All devices; `devices show` lists the targets of one.", "latbench devices list");

    private static string[] Row(Device device) =>
    [
        device.Name,
        DeviceText.State(device),
        WaitingText.Word(device.Waiting),
        Figures.Count(device.Targets.Count),
        Figures.Time(device.LastSeenTime),
        DeviceText.Hardware(device),
    ];
}
