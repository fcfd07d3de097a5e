using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Devices;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The options for the targets of a campaign: targets by name, and every combination of devices and settings.</summary>
internal sealed class TargetOptions
{
    private const int MaxThreads = 1024;

    private readonly Option<string[]> _targets = OptionFactory.Repeatable(
        "--target", "Measure on this target, or on the default target of this device [default: the only active device].", "T");

    private readonly ListOption<string> _devices = new(
        "--device",
        "Measure on these devices, in every combination of --threads and --graph-opt",
        "names of devices",
        (string text, out string value) => (value = text).Length > 0);

    private readonly ListOption<int> _threads = ListOption.Whole("--threads", "Intra-op threads [default: those of the device's default target]", 1, MaxThreads);

    private readonly ListOption<GraphOptimization> _levels = ListOption.Words(
        "--graph-opt", "Level of the runtime's graph optimisation [default: that of the device's default target]", Words.GraphOptimizations);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _targets, _devices, _threads, _levels })
            command.Add(option);
        command.Validators.Add(result =>
        {
            var hasTargets = result.GetResult(_targets) is { Implicit: false };
            var hasDevices = result.GetResult(_devices) is { Implicit: false };
            if (hasTargets && !hasDevices && new Option[] { _threads, _levels }.Any(option => result.GetResult(option) is { Implicit: false }))
                result.AddError("--threads and --graph-opt are for devices: name them with --device in place of --target.");
        });
    }

    /// <summary>Gets the targets that are named with <c>--target</c>.</summary>
    public string[] Named(CommandContext context) => context.Get(_targets)!;

    /// <summary>Writes into <paramref name="campaign"/> what the options say.</summary>
    /// <exception cref="CliException">No device is named, and there is not exactly one active one.</exception>
    public async Task ReadAsync(CommandContext context, CoordinatorConnection connection, Campaign campaign)
    {
        var targets = context.Get(_targets)!;
        var devices = context.Get(_devices);
        var threads = context.Get(_threads);
        var levels = context.Get(_levels);
        campaign.Targets.AddRange(targets);
        if (devices.Length + threads.Length + levels.Length > 0)
        {
            campaign.TargetGrid = new TargetGrid
            {
                Devices = { devices.Length > 0 ? devices : await DefaultTarget.ReadAsync(connection, context.CancellationToken) },
                Threads = { threads },
                GraphOptimizations = { levels },
            };
        }
        else if (targets.Length == 0)
        {
            campaign.Targets.AddRange(await DefaultTarget.ReadAsync(connection, context.CancellationToken));
        }
    }
}

/// <summary>The target of a command that names none: the only device that takes work.</summary>
internal static class DefaultTarget
{
    /// <exception cref="CliException">There is not exactly one active device.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(CoordinatorConnection connection, CancellationToken cancellationToken)
    {
        var devices = await DeviceCommands.ReadAsync(connection, cancellationToken);
        var active = devices.Where(device => device.State == DeviceState.Active).ToList();
        return active switch
        {
            [var only] => [only.Name],
            [] => throw new CliException(WhyNone(devices)),
            _ => throw new CliException(
                $"Several devices take work: say on which to measure with --target or --device ({string.Join(", ", active.Select(device => device.Name))}).",
                ExitCode.WrongUsage),
        };
    }

    private static string WhyNone(IEnumerable<Device> devices) =>
        devices.Where(device => device.State is DeviceState.Draining or DeviceState.Quarantined).ToArray() is [var first, ..] held
            ? $"No device takes work ({string.Join(", ", held.Select(device => $"{device.Name} is {DeviceText.State(device)}"))}): let one take work again with `latbench devices resume {ShellWord.Quote(first.Name)}`."
            : "No device takes work: start an agent with `latbench agent run`.";
}
