using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tokens;

/// <summary><c>latbench tokens list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host) =>
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
}
