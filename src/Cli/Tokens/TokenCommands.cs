using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace LatBench.Cli.Tokens;

/// <summary><c>latbench tokens …</c>.</summary>
internal static class TokenCommands
{
    public static Command Create(CliHost host) => CliHost.Group("tokens", "Access tokens.", CreateToken(host), List(host), Revoke(host));

    private static CliCommand CreateToken(CliHost host)
    {
        var role = new WordOption<Role>("--role", "What the token allows", Words.Roles, "viewer");
        var description = new Option<string>("--description") { Description = "A note for the list.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var expires = OptionFactory.Time("--expires", "How long it works, for example 12h or 30d [default: a day for enrolment, else for ever].", "30m, 12h or 30d", TimeSpan.MaxValue);
        var json = OptionFactory.Json();
        var command = host.Command(
            "create",
            "Make a token; its secret is printed this once.",
            "latbench tokens create --role submitter --description \"nightly job\" --expires 30d",
            "LATBENCH_ENROLMENT_TOKEN=$(latbench tokens create --role enrolment) latbench agent run");
        foreach (var option in new Option[] { role, description, expires, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new CreateTokenRequest { Role = context.Get(role), Description = context.Get(description) };
            if (context.Get(expires) is { } time)
                request.TimeToLive = Duration.FromTimeSpan(time);
            var response = await connection.Tokens.CreateTokenAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
            {
                context.Terminal.Json(response);
                return ExitCode.Done;
            }

            context.Terminal.Note($"{response.Token.Name} ({Words.Of(Words.Roles, response.Token.Role)}); keep the secret, it is not shown again:");
            context.Terminal.Line(response.Secret);
            return ExitCode.Done;
        });
    }

    private static Command List(CliHost host) =>
        new Listing<Token>
        {
            Page = async (context, connection, size, token) =>
            {
                var request = new ListTokensRequest { PageSize = size, PageToken = token };
                var page = await connection.Tokens.ListTokensAsync(request, cancellationToken: context.CancellationToken);
                return (page.Tokens, page.NextPageToken);
            },
            Document = tokens => new ListTokensResponse { Tokens = { tokens } },
            Empty = "There is no token yet: create one with `latbench tokens create`.",
            Headings = ["TOKEN", "ROLE", "STATE", "CREATED", "EXPIRES", "DEVICE", TableColumn.FreeText("DESCRIPTION")],
            Row = Row,
        }.Create(host, "All tokens, without their secrets.", "latbench tokens list");

    private static string[] Row(Token token, TimeProvider time) =>
    [
        token.Name,
        Words.Of(token.Role),
        State(token, time),
        Figures.Time(token.CreateTime),
        Figures.Time(token.ExpireTime),
        token.Device.Length > 0 ? token.Device : Figures.None,
        token.Description,
    ];

    private static string State(Token token, TimeProvider time)
    {
        if (token.RevokeTime is not null)
            return "revoked";
        if (token.UseTime is not null && token.Role == Role.Enrolment)
            return "used";
        return token.ExpireTime is { } expiry && expiry.ToDateTimeOffset() <= time.GetUtcNow() ? "expired" : "good";
    }

    private static CliCommand Revoke(CliHost host)
    {
        var name = ResourceName.Argument("tokens", "token");
        return new ResourceCommand<RevokeTokenResponse>
        {
            Name = name,
            Call = async (context, connection, token) => await connection.Tokens.RevokeTokenAsync(new RevokeTokenRequest { Name = token }, cancellationToken: context.CancellationToken),
            Print = (context, _) => context.Terminal.Line($"{context.Get(name)} is revoked."),
        }.Create(host, "revoke", "Make a token useless at once.", ["latbench tokens revoke 3"]);
    }
}
