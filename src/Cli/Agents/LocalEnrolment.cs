using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Devices;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Agents;

/// <summary>The enrolment of the agent whose data lie in the data directory.</summary>
internal static class LocalEnrolment
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <summary>The device as the coordinator knows it; null where the agent is not enrolled there.</summary>
    public static async Task<Device?> FindDeviceAsync(CommandContext context, CoordinatorConnection connection)
    {
        if (context.Configuration.AgentData.ReadEnrolment()?.Device is not { } device || ResourceName.Complete("devices", device) is not { } name)
            return null;
        var devices = await DeviceCommands.ReadAsync(connection, context.CancellationToken);
        return devices.FirstOrDefault(known => known.Name == name && known.State != DeviceState.Removed);
    }

    /// <summary>
    /// A fresh enrolment token; null where the agent is enrolled. A credential that belongs to another database is put aside,
    /// so that the agent enrols afresh.
    /// </summary>
    public static async Task<string?> TokenIfNeededAsync(CommandContext context, CoordinatorConnection connection)
    {
        if (await FindDeviceAsync(context, connection) is not null)
            return null;
        if (File.Exists(context.Configuration.AgentData.Credential))
        {
            var aside = context.Configuration.AgentData.Credential + ".old";
            File.Move(context.Configuration.AgentData.Credential, aside, overwrite: true);
            context.Terminal.Note($"This coordinator does not know the agent's device: its credential is kept as {aside}, and it enrols afresh.");
        }

        return await CreateTokenAsync(connection, context.CancellationToken);
    }

    /// <summary>Makes a one-time token that an agent enrols with.</summary>
    public static async Task<string> CreateTokenAsync(CoordinatorConnection connection, CancellationToken cancellationToken)
    {
        var request = new CreateTokenRequest
        {
            Role = Role.Enrolment,
            Description = "agent started by the command",
            TimeToLive = Duration.FromTimeSpan(TokenLifetime),
        };
        return (await connection.Tokens.CreateTokenAsync(request, cancellationToken: cancellationToken)).Secret;
    }
}
