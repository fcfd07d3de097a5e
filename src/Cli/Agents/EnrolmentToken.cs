using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Agents;

/// <summary>Makes the one-time token that an agent enrols with.</summary>
internal static class EnrolmentToken
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public static async Task<string> CreateAsync(CoordinatorConnection connection, CancellationToken cancellationToken)
    {
        var request = new CreateTokenRequest
        {
            Role = Role.Enrolment,
            Description = "agent started by the command",
            TimeToLive = Duration.FromTimeSpan(Life),
        };
        return (await connection.Tokens.CreateTokenAsync(request, cancellationToken: cancellationToken)).Secret;
    }
}
