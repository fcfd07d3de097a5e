using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Dashboard;

/// <summary>A link that signs a browser in to the dashboard once.</summary>
internal static class SignInLink
{
    /// <summary>Makes a link.</summary>
    /// <param name="context">The command.</param>
    /// <param name="connection">The coordinator, which serves HTTP on the same machine and under the same scheme as gRPC.</param>
    public static async Task<Uri> CreateAsync(CommandContext context, CoordinatorConnection connection)
    {
        var response = await connection.Tokens.CreateSignInLinkAsync(new CreateSignInLinkRequest(), cancellationToken: context.CancellationToken);
        return new UriBuilder(connection.Server) { Port = response.HttpPort, Path = response.Path }.Uri;
    }
}
