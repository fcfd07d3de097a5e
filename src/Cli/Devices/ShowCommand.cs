using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("devices", "device");
        var json = OptionFactory.Json();
        var command = host.Command("show", "One device: hardware, software, targets.", "latbench devices show lab-xeon");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetDeviceRequest { Name = context.Get(name)! };
            var device = (await connection.Devices.GetDeviceAsync(request, cancellationToken: context.CancellationToken)).Device;
            if (context.Get(json))
                context.Terminal.Json(device);
            else
                context.Terminal.Pairs(Describe(device, context.Time));
            return ExitCode.Done;
        });
    }

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
        yield return ("System", software.OperatingSystem + (software.HasKernel ? $", kernel {software.Kernel}" : ""));
        yield return ("Agent", software.AgentVersion);
        yield return ("Protocols", string.Join(", ", software.Protocols));
        foreach (var target in device.Targets)
            yield return ("Target", target.Slug);
        yield return ("In snapshots", DeviceText.Publication(device));
        yield return ("Enrolled", Figures.Time(device.EnrolTime));
        yield return ("Last seen", Figures.Time(device.LastSeenTime));
    }
}
