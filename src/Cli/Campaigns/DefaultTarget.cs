using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Devices;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>Where to measure when nobody says: on the only device that takes work.</summary>
internal static class DefaultTarget
{
    /// <exception cref="CliException">No target is given, and there is not exactly one active device.</exception>
    public static async Task<IReadOnlyList<string>> OrGivenAsync(string[] given, CoordinatorConnection connection, CancellationToken cancellationToken)
    {
        if (given.Length > 0)
            return given;
        var active = (await DeviceList.ReadAsync(connection, cancellationToken)).Where(device => device.State == DeviceState.Active).ToList();
        return active switch
        {
            [var only] => [only.Name],
            [] => throw new CliException("No device takes work: start an agent with `latbench agent run`."),
            _ => throw new CliException(
                $"Several devices take work: say on which to measure with --target ({string.Join(", ", active.Select(device => device.Name))}).",
                ExitCode.WrongUsage),
        };
    }
}
