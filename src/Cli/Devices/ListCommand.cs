using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command("list", "All devices.", "latbench devices list");
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var devices = await DeviceList.ReadAsync(connection, context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(new ListDevicesResponse { Devices = { devices } });
            else if (devices.Count == 0)
                context.Terminal.Note("There is no device yet: enrol this machine with `latbench agent run`.");
            else
                context.Terminal.Table(["DEVICE", "STATE", "HARDWARE", "TARGETS", "LAST SEEN"], devices.Select(Row));
            return ExitCode.Done;
        });
    }

    private static string[] Row(Device device) =>
    [
        device.Name,
        DeviceText.State(device),
        DeviceText.Hardware(device),
        string.Join(", ", device.Targets.Select(target => target.Slug)),
        Figures.Time(device.LastSeenTime),
    ];
}
