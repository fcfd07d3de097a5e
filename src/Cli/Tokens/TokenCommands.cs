using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Tokens;

/// <summary><c>latbench tokens …</c>.</summary>
internal static class TokenCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "tokens", "Access tokens.", CreateTokenCommand.Create(host), ListCommand.Create(host), RevokeCommand.Create(host));
}
