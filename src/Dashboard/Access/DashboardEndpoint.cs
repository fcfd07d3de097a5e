namespace LatBench.Dashboard.Access;

/// <summary>Marks the endpoints of the dashboard.</summary>
/// <param name="NeedsSignIn">True where only signed-in browsers get an answer.</param>
internal sealed record DashboardEndpoint(bool NeedsSignIn);
