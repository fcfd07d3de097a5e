using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices publication</c>.</summary>
internal static class PublicationCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("devices", "device");
        var isPrivate = new Option<bool>("--private") { Description = "Leave the device out of snapshots." };
        var isPublic = new Option<bool>("--public") { Description = "Publish the device." };
        var hide = new Option<bool>("--hide-name") { Description = "Show it under a made-up name." };
        var show = new Option<bool>("--show-name") { Description = "Show it under its name: its owner allows that." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "publication",
            "Whether and under which name snapshots show a device; those that exist do not change.",
            "latbench devices publication lab-xeon --show-name",
            "latbench devices publication lab-xeon --private");
        command.Add(name);
        foreach (var option in new Option[] { isPrivate, isPublic, hide, show, json })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(isPrivate) && result.GetValue(isPublic))
                result.AddError("--private and --public contradict each other: give one of them.");
            if (result.GetValue(hide) && result.GetValue(show))
                result.AddError("--hide-name and --show-name contradict each other: give one of them.");
            if (!new[] { isPrivate, isPublic, hide, show }.Any(result.GetValue))
                result.AddError("Say what to change: --private, --public, --hide-name or --show-name.");
        });
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new SetDevicePublicationRequest { Name = context.Get(name)! };
            if (context.Get(isPrivate) || context.Get(isPublic))
                request.Private = context.Get(isPrivate);
            if (context.Get(hide) || context.Get(show))
                request.HidesName = context.Get(hide);
            var device = (await connection.Devices.SetDevicePublicationAsync(request, cancellationToken: context.CancellationToken)).Device;
            if (context.Get(json))
                context.Terminal.Json(device);
            else
                context.Terminal.Line($"{device.Name} is in snapshots from now on: {DeviceText.Publication(device)}.");
            return ExitCode.Done;
        });
    }
}
