using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tokens;

/// <summary><c>latbench tokens list</c>.</summary>
internal static class ListCommand
{
    private const int PageSize = 1000;

    public static Command Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command("list", "All tokens, without their secrets.", "latbench tokens list");
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var tokens = await Pages.ReadAsync(async pageToken =>
            {
                var request = new ListTokensRequest { PageSize = PageSize, PageToken = pageToken };
                var page = await connection.Tokens.ListTokensAsync(request, cancellationToken: context.CancellationToken);
                return ((IEnumerable<Token>)page.Tokens, page.NextPageToken);
            });
            if (context.Get(json))
                context.Terminal.Json(new ListTokensResponse { Tokens = { tokens } });
            else
                context.Terminal.Table(["TOKEN", "ROLE", "STATE", "CREATED", "EXPIRES", "DEVICE", "DESCRIPTION"], tokens.Select(token => Row(token, context.Time)));
            return ExitCode.Done;
        });
    }

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
}
