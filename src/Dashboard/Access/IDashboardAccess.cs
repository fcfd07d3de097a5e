namespace LatBench.Dashboard.Access;

/// <summary>The access rules of the API, which hold for the pages as well.</summary>
public interface IDashboardAccess
{
    /// <summary>Finds the user with a token.</summary>
    /// <param name="secret">The secret of the token.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The user; null where the token is unknown, expired or revoked, or its role is for devices.</returns>
    Task<DashboardUser?> FindAsync(string secret, CancellationToken cancellationToken);

    /// <summary>Finds the user with a token that a person has given; what is refused is logged, and both are in the audit log.</summary>
    /// <param name="secret">The secret of the token.</param>
    /// <param name="peer">The address of the browser.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The user; null where the token is unknown, expired or revoked, or its role is for devices.</returns>
    Task<DashboardUser?> SignInAsync(string secret, string peer, CancellationToken cancellationToken);

    /// <summary>Determines whether a user may call a method of the API.</summary>
    /// <param name="user">The user.</param>
    /// <param name="method">The full name of the method, such as <c>/latbench.v1.CampaignService/CancelCampaign</c>.</param>
    bool Allows(DashboardUser user, string method);

    /// <summary>Exchanges a one-time code for the secret of a new token.</summary>
    /// <param name="code">The code.</param>
    /// <param name="peer">The address of the browser, for the audit log.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <returns>The secret; null where the code is unknown, expired or used.</returns>
    Task<string?> RedeemAsync(string code, string peer, CancellationToken cancellationToken);

    /// <summary>Ends a session: a token that was made by a one-time code is revoked, any other is left alone.</summary>
    /// <param name="secret">The secret of the token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task EndAsync(string secret, CancellationToken cancellationToken);
}
