using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Access;

/// <summary>The user of a request: the token that the browser is signed in with.</summary>
/// <param name="Secret">The secret of the token, which every call of the API carries.</param>
/// <param name="Role">The role that the token gives.</param>
/// <param name="TokenName">The resource name of the token, such as <c>tokens/7</c>.</param>
public sealed record DashboardUser(string Secret, Role Role, string TokenName);
