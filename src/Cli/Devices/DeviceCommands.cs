using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices …</c>.</summary>
internal static class DeviceCommands
{
    private const int PageSize = 1000;

    public static Command Create(CliHost host) => CliHost.Group(
        "devices",
        "Registered devices.",
        List(host),
        Show(host),
        InviteCommand.Create(host),
        Publication(host),
        Change(host, "drain", "Give a device no new jobs; what it holds it finishes.", async (connection, name, token) =>
            (await connection.Devices.DrainDeviceAsync(new DrainDeviceRequest { Name = name }, cancellationToken: token)).Device),
        Change(host, "resume", "Let a drained device take work again.", async (connection, name, token) =>
            (await connection.Devices.ResumeDeviceAsync(new ResumeDeviceRequest { Name = name }, cancellationToken: token)).Device),
        Change(host, "remove", "Take a device out of service for good; its measurements stay.", async (connection, name, token) =>
        {
            await connection.Devices.RemoveDeviceAsync(new RemoveDeviceRequest { Name = name }, cancellationToken: token);
            return new Device { Name = name, State = DeviceState.Removed };
        }));

    /// <summary>Reads every device.</summary>
    public static Task<List<Device>> ReadAsync(CoordinatorConnection connection, CancellationToken cancellationToken) =>
        Pages.ReadAsync(async token =>
        {
            var request = new ListDevicesRequest { PageSize = PageSize, PageToken = token };
            var page = await connection.Devices.ListDevicesAsync(request, cancellationToken: cancellationToken);
            return ((IEnumerable<Device>)page.Devices, page.NextPageToken);
        });

    private static Command List(CliHost host) =>
        new Listing<Device>
        {
            Page = async (context, connection, _, _) => (await ReadAsync(connection, context.CancellationToken), ""),
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

    private static CliCommand Show(CliHost host) =>
        new ResourceCommand<Device>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Devices.GetDeviceAsync(new GetDeviceRequest { Name = name }, cancellationToken: context.CancellationToken)).Device,
            Print = (context, device) => context.Terminal.Pairs(Describe(device, context.Time)),
        }.Create(host, "show", "One device: hardware, software, targets.", ["latbench devices show lab-xeon"]);

    private static IEnumerable<(string, string)> Describe(Device device, TimeProvider time)
    {
        var hardware = device.Hardware ?? new Hardware();
        var software = device.Software ?? new Software();
        yield return ("Device", device.Name);
        yield return ("State", DeviceText.State(device));
        if (device.Waiting is { } waiting)
            yield return ("Waiting", WaitingText.Sentences(waiting, time));
        yield return ("Processor", hardware.HasCpuModel ? hardware.CpuModel : Figures.None);
        yield return ("Architecture", hardware.Architecture);
        yield return ("CPUs", $"{Figures.Count(hardware.UsableCpus)} of {Figures.Count(hardware.LogicalCpus)} may be used");
        yield return ("Memory", hardware.HasMemoryBytes ? Figures.Bytes(hardware.MemoryBytes) : Figures.None);
        foreach (var gpu in hardware.Gpus)
            yield return ("GPU", gpu);
        if (hardware.HasBoardModel)
            yield return ("Board", hardware.BoardModel);
        if (hardware.HasHypervisor)
            yield return ("Hypervisor", hardware.Hypervisor);
        if (hardware.HasEmulator)
            yield return ("Emulator", $"{hardware.Emulator}: the latencies are those of the emulator");
        yield return ("System", software.OperatingSystem + (software.HasKernel ? $", kernel {software.Kernel}" : ""));
        if (software.HasBrowser)
            yield return ("Browser", software.Browser);
        yield return ("Agent", software.AgentVersion);
        yield return ("Protocols", string.Join(", ", software.Protocols));
        if (software.CustomOperators.Count > 0)
            yield return ("Custom operators", string.Join(", ", software.CustomOperators));
        foreach (var target in device.Targets)
            yield return ("Target", target.Slug);
        yield return ("In snapshots", DeviceText.Publication(device));
        yield return ("Enrolled", Figures.Time(device.EnrolTime));
        yield return ("Last seen", Figures.Time(device.LastSeenTime));
    }

    private static CliCommand Publication(CliHost host)
    {
        var name = Name();
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
        return command.SetHandler(async context =>
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

    private static CliCommand Change(CliHost host, string verb, string description, Func<CoordinatorConnection, string, CancellationToken, Task<Device>> change) =>
        new ResourceCommand<Device>
        {
            Name = Name(),
            Call = (context, connection, name) => change(connection, name, context.CancellationToken),
            Print = (context, device) => context.Terminal.Line($"{device.Name} is {DeviceText.State(device)}."),
        }.Create(host, verb, description, [$"latbench devices {verb} lab-xeon"]);

    private static Argument<string> Name() => ResourceName.Argument("devices", "device");
}
