using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The machine of a target, as its coordinator knows it.</summary>
internal static class GateMachine
{
    private const string Prefix = "devices/";

    /// <summary>Reads the machine of a target.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="slug">Slug of the target.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CliException">No device offers the target any more.</exception>
    public static async Task<MachineFingerprint> ReadAsync(CoordinatorConnection connection, string slug, CancellationToken cancellationToken)
    {
        var (device, target) = Offers(await DevicesAsync(connection, cancellationToken)).FirstOrDefault(offer => offer.Target.Slug == slug);
        return device is null
            ? throw new CliException($"The device of {slug} does not offer this target any more, so its machine is not known: measure again.")
            : Of(device, target);
    }

    /// <summary>Reads the machine that a campaign would run on.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="campaign">The campaign with the targets that it names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The machine; null where the campaign names no target that is known, or several.</returns>
    public static async Task<MachineFingerprint?> OfAsync(CoordinatorConnection connection, Campaign campaign, CancellationToken cancellationToken)
    {
        var grid = campaign.TargetGrid ?? new TargetGrid();
        if (campaign.Targets.Count + grid.Devices.Count != 1 || grid.Threads.Count > 1 || grid.GraphOptimizations.Count > 1)
            return null;
        var named = campaign.Targets.Concat(grid.Devices).Single();
        if (named.StartsWith(Prefix, StringComparison.Ordinal))
            named = named[Prefix.Length..];
        var devices = await DevicesAsync(connection, cancellationToken);
        if (Offers(devices).FirstOrDefault(offer => offer.Target.Slug == named) is { Device: { } owner } exact)
            return Of(owner, exact.Target);
        if (devices.FirstOrDefault(device => device.Name == Prefix + named) is not { Targets: [var standard, ..] } device)
            return null;
        var wanted = device.Targets.FirstOrDefault(target =>
            target.ExecutionProvider == standard.ExecutionProvider
            && target.RuntimeVersion == standard.RuntimeVersion
            && target.Threads == (grid.Threads.Count > 0 ? grid.Threads[0] : standard.Threads)
            && target.GraphOptimization == (grid.GraphOptimizations.Count > 0 ? grid.GraphOptimizations[0] : standard.GraphOptimization));
        return wanted is null ? null : Of(device, wanted);
    }

    private static Task<List<Device>> DevicesAsync(CoordinatorConnection connection, CancellationToken cancellationToken) => Pages.ReadAsync(async token =>
    {
        var page = await connection.Devices.ListDevicesAsync(new ListDevicesRequest { PageToken = token }, cancellationToken: cancellationToken);
        return ((IEnumerable<Device>)page.Devices, page.NextPageToken);
    });

    private static IEnumerable<(Device Device, Target Target)> Offers(IEnumerable<Device> devices) => devices.SelectMany(device => device.Targets, (device, target) => (device, target));

    private static MachineFingerprint Of(Device device, Target target)
    {
        var hardware = device.Hardware ?? new Hardware();
        return new MachineFingerprint
        {
            CpuModel = hardware.HasCpuModel ? hardware.CpuModel : null,
            Architecture = hardware.Architecture,
            LogicalCpus = hardware.LogicalCpus,
            UsableCpus = hardware.UsableCpus,
            Runtime = target.Runtime,
            RuntimeVersion = target.RuntimeVersion,
            Provider = target.ExecutionProvider,
            Threads = target.Threads,
            GraphOptimization = Words.Of(Words.GraphOptimizations, target.GraphOptimization == GraphOptimization.Unspecified ? GraphOptimization.All : target.GraphOptimization),
            IoMode = target.IoMode == IoMode.Resident ? "resident" : "host",
        };
    }
}
