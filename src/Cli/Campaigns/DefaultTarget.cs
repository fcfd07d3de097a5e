using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Devices;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The target of a command that names none: the only device that takes work.</summary>
internal static class DefaultTarget
{
    /// <exception cref="CliException">There is not exactly one active device.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(CoordinatorConnection connection, CancellationToken cancellationToken)
    {
        var active = (await DeviceList.ReadAsync(connection, cancellationToken)).Where(device => device.State == DeviceState.Active).ToList();
        return active switch
        {
            [var only] => [only.Name],
            [] => throw new CliException("No device takes work: start an agent with `latbench agent run`."),
            _ => throw new CliException(
                $"Several devices take work: say on which to measure with --target or --device ({string.Join(", ", active.Select(device => device.Name))}).",
                ExitCode.WrongUsage),
        };
    }
}
