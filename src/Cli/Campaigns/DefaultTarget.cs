using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Devices;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The target of a command that names none: the only device that takes work.</summary>
internal static class DefaultTarget
{
    /// <exception cref="CliException">There is not exactly one active device.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(CoordinatorConnection connection, CancellationToken cancellationToken)
    {
        var devices = await DeviceList.ReadAsync(connection, cancellationToken);
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
