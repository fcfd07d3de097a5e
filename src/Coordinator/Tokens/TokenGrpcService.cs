using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.DashboardPages;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Security;
using LatBench.Storage;
using LatBench.Storage.Tokens;
using Role = LatBench.Storage.Tokens.Role;

namespace LatBench.Coordinator.Tokens;

/// <summary>Access tokens, for admins, and the links that sign browsers in.</summary>
internal sealed class TokenGrpcService(IStore store, SignInCodes codes, BoundAddresses addresses, TimeProvider time) : TokenService.TokenServiceBase
{
    private static readonly TimeSpan EnrolmentTimeToLive = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(3650);

    /// <inheritdoc/>
    public override async Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context)
    {
        var faults = new List<(string, string)>();
        var role = (Role)request.Role;
        if (role is not (Role.Admin or Role.Submitter or Role.Viewer or Role.Enrolment))
            faults.Add(("role", "The role must be admin, submitter, viewer or enrolment."));
        if (request.Description.Length > 200 || request.Description.Any(char.IsControl))
            faults.Add(("description", "The description is at most 200 characters without control characters."));
        var timeToLive = request.TimeToLive.ToTimeSpanOrNull();
        if (request.TimeToLive is not null && (timeToLive is null || timeToLive <= TimeSpan.Zero || timeToLive > MaxTimeToLive))
            faults.Add(("time_to_live", "The time to live must be longer than zero and at most ten years."));
        if (request.Short && role != Role.Enrolment)
            faults.Add(("short", "Only a token for enrolment can be short: others work for longer than a code of this length is safe."));
        if (request.Short && timeToLive > EnrolmentCode.MaxTimeToLive)
            faults.Add(("time_to_live", "A short code works for an hour at most."));
        if (faults.Count > 0)
            throw RpcErrors.InvalidArgument(faults);

        var now = time.GetUtcNow();
        timeToLive ??= (role, request.Short) switch
        {
            (Role.Enrolment, true) => EnrolmentCode.TimeToLive,
            (Role.Enrolment, false) => EnrolmentTimeToLive,
            _ => null,
        };
        var secret = request.Short ? EnrolmentCode.Generate() : TokenSecret.Generate(role);
        var token = await store.Tokens.CreateAsync(
            new NewToken(TokenSecret.Hash(secret), role, request.Description, null, now, now + timeToLive), context.CancellationToken);
        var response = new CreateTokenResponse { Token = ToProto(token), Secret = secret };
        if (request.Short)
            (response.DevicePath, response.HttpPort) = ("/device#code=" + secret, addresses.HttpPort);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context)
    {
        var size = Paging.Size(request.PageSize, fallback: 100, max: 1000);
        var tokens = await store.Tokens.ListAsync(Paging.AfterNumber(request.PageToken), size + 1, context.CancellationToken);
        var response = new ListTokensResponse();
        response.Tokens.AddRange(tokens.Take(size).Select(ToProto));
        if (tokens.Count > size)
            response.NextPageToken = Paging.Token(tokens[size - 1].Id);

        return response;
    }

    /// <inheritdoc/>
    public override async Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        var id = ResourceName.ParseNumber("tokens", request.Name, "name");
        return await store.Tokens.RevokeAsync(id, time.GetUtcNow(), context.CancellationToken)
            ? new RevokeTokenResponse()
            : throw RpcErrors.NotFound("token", request.Name, $"There is no token {request.Name}: see 'latbench tokens list'.");
    }

    /// <inheritdoc/>
    public override Task<CreateSignInLinkResponse> CreateSignInLink(CreateSignInLinkRequest request, ServerCallContext context)
    {
        var code = codes.Create(Caller.Of(context))
            ?? throw RpcErrors.ResourceExhausted("Too many links that sign browsers in wait to be used: try again in ten minutes.");
        return Task.FromResult(new CreateSignInLinkResponse { Path = "/sign-in/" + code, HttpPort = addresses.HttpPort, ExpireTime = (time.GetUtcNow() + SignInCodes.Lifetime).ToTimestamp() });
    }

    private static Contracts.V1.Token ToProto(Storage.Tokens.Token token) => new()
    {
        Name = ResourceName.Token(token.Id),
        Role = (Contracts.V1.Role)token.Role,
        Description = token.Description,
        Device = token.DeviceId is { } device ? ResourceName.Device(device) : "",
        CreateTime = token.CreatedAt.ToTimestamp(),
        ExpireTime = token.ExpiresAt.ToTimestampOrNull(),
        RevokeTime = token.RevokedAt.ToTimestampOrNull(),
        UseTime = token.UsedAt.ToTimestampOrNull(),
    };
}
