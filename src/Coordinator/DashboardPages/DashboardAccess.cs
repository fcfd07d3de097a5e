using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Security;
using LatBench.Dashboard.Access;
using LatBench.Storage;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>The access rules for pages: the tokens and the role table of the API.</summary>
internal sealed class DashboardAccess(Admission admission, SignInCodes codes, IStore store, AuditLog audit, TimeProvider time) : IDashboardAccess
{
    /// <summary>A browser that was signed in by a link has to be signed in again after a month, as one with a token.</summary>
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(30);

    private const string LinkDescription = "browser, signed in by a link";

    /// <inheritdoc/>
    public Task<DashboardUser?> FindAsync(string secret, CancellationToken cancellationToken) => CallAsync(async () =>
        await admission.FindTokenAsync(secret, cancellationToken) is { Role: Role.Admin or Role.Submitter or Role.Viewer } token
            ? new DashboardUser(secret, (Contracts.V1.Role)token.Role, ResourceName.Token(token.Id))
            : null);

    /// <inheritdoc/>
    public async Task<DashboardUser?> SignInAsync(string secret, string peer, CancellationToken cancellationToken)
    {
        var user = await FindAsync(secret, cancellationToken);
        if (user is null)
            admission.LogRefusedSignIn(peer, "The token is unknown, expired or revoked, or its role is for devices.");
        audit.WriteSignIn(user is null ? null : new Caller((Role)user.Role, null, ResourceName.ParseNumber("tokens", user.TokenName, "name")), user?.TokenName, peer);
        return user;
    }

    /// <inheritdoc/>
    public bool Allows(DashboardUser user, string method) => AccessTable.Allows(method, (Role)user.Role);

    /// <inheritdoc/>
    public Task<string?> RedeemAsync(string code, string peer, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var now = time.GetUtcNow();
        var caller = codes.Redeem(code);
        // The session lasts no longer than the token of its maker, which may have been revoked since.
        if (caller is null || await FindMakerAsync(caller, cancellationToken) is not { RevokedAt: null } maker || maker.ExpiresAt <= now)
        {
            admission.LogRefusedSignIn(peer, "The link is unknown, used or expired.");
            audit.WriteSignIn(caller, session: null, peer);
            return null;
        }

        var secret = TokenSecret.Generate(caller.Role);
        var end = maker.ExpiresAt < now + SessionLifetime ? maker.ExpiresAt : now + SessionLifetime;
        var session = await store.Tokens.CreateAsync(new NewToken(TokenSecret.Hash(secret), caller.Role, LinkDescription, null, now, end), cancellationToken);
        audit.WriteSignIn(caller, ResourceName.Token(session.Id), peer);
        return secret;
    });

    /// <inheritdoc/>
    public Task EndAsync(string secret, CancellationToken cancellationToken) => CallAsync(async () =>
        await admission.FindTokenAsync(secret, cancellationToken) is { Description: LinkDescription } token
        && await store.Tokens.RevokeAsync(token.Id, time.GetUtcNow(), cancellationToken));

    /// <summary>Tells an error of the database as the API does.</summary>
    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (StorageException e)
        {
            throw RpcErrors.Unavailable($"{e.Message} Try again later.");
        }
    }

    private async Task<Token?> FindMakerAsync(Caller caller, CancellationToken cancellationToken) =>
        (await store.Tokens.ListAsync(caller.TokenId + 1, 1, cancellationToken)) is [var token] && token.Id == caller.TokenId ? token : null;
}
