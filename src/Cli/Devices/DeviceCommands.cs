using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices …</c>.</summary>
internal static class DeviceCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "devices",
        "Registered devices.",
        ListCommand.Create(host),
        ShowCommand.Create(host),
        PublicationCommand.Create(host),
        Change(host, "drain", "Give a device no new jobs; what it holds it finishes.", async (connection, name, token) =>
            (await connection.Devices.DrainDeviceAsync(new DrainDeviceRequest { Name = name }, cancellationToken: token)).Device),
        Change(host, "resume", "Let a drained device take work again.", async (connection, name, token) =>
            (await connection.Devices.ResumeDeviceAsync(new ResumeDeviceRequest { Name = name }, cancellationToken: token)).Device),
        Change(host, "remove", "Take a device out of service for good; its measurements stay.", async (connection, name, token) =>
        {
            await connection.Devices.RemoveDeviceAsync(new RemoveDeviceRequest { Name = name }, cancellationToken: token);
            return new Device { Name = name, State = DeviceState.Removed };
        }));

    private static CliCommand Change(
        CliHost host, string verb, string description, Func<CoordinatorConnection, string, CancellationToken, Task<Device>> change)
    {
        var name = ResourceName.Argument("devices", "device");
        var json = OptionFactory.Json();
        var command = host.Command(verb, description, $"latbench devices {verb} lab-xeon");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var device = await change(connection, context.Get(name)!, context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(device);
            else
                context.Terminal.Line($"{device.Name} is {DeviceText.State(device)}.");
            return ExitCode.Done;
        });
    }
}
