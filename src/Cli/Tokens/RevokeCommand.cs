using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tokens;

/// <summary><c>latbench tokens revoke</c>.</summary>
internal static class RevokeCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("tokens", "token");
        var json = OptionFactory.Json();
        var command = host.Command("revoke", "Make a token useless at once.", "latbench tokens revoke 3");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new RevokeTokenRequest { Name = context.Get(name)! };
            var response = await connection.Tokens.RevokeTokenAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(response);
            else
                context.Terminal.Line($"{request.Name} is revoked.");
            return ExitCode.Done;
        });
    }
}
