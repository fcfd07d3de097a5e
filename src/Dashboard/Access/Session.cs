namespace LatBench.Dashboard.Access;

/// <summary>The user of the current scope: of a request, or of a live region that is rendered for subscribers.</summary>
public sealed class Session(IDashboardAccess access)
{
    private DashboardUser? _user;

    /// <summary>Gets the user.</summary>
    /// <exception cref="InvalidOperationException">The request is not signed in.</exception>
    public DashboardUser User => _user ?? throw new InvalidOperationException("The request is not signed in.");

    /// <summary>Gets a value indicating whether the request is signed in.</summary>
    public bool IsSignedIn => _user is not null;

    /// <summary>Gets the address of the browser; null for live regions, which no single browser asked for.</summary>
    public string? Peer { get; private set; }

    /// <summary>Signs the scope in.</summary>
    /// <param name="user">The user.</param>
    /// <param name="peer">The address of the browser.</param>
    public void SignIn(DashboardUser user, string? peer = null) => (_user, Peer) = (user, peer);

    /// <summary>Determines whether the user may call a method of the API. Pages show no action that the user may not take.</summary>
    /// <param name="service">The service, such as <c>CampaignService</c>.</param>
    /// <param name="method">The method, such as <c>CancelCampaign</c>.</param>
    public bool May(string service, string method) => _user is not null && access.Allows(_user, $"/latbench.v1.{service}/{method}");
}
