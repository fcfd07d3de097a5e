namespace LatBench.Dashboard.Text;

/// <summary>Addresses of pages, of the names of resources.</summary>
internal static class ResourceAddress
{
    /// <summary>Gets the page of a resource: <c>predictors/7</c> is at <c>/predictors/7</c>.</summary>
    /// <param name="name">The resource name.</param>
    public static string Of(string name) => "/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Gets the page of the measurements of a target.</summary>
    /// <param name="target">The slug of the target.</param>
    public static string OfTarget(string target) => $"/measurements/target?target={Uri.EscapeDataString(target)}";

    /// <summary>Gets the page of an architecture.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="architecture">A text of the space.</param>
    public static string OfArchitecture(string space, string architecture) => $"/cells?space={Uri.EscapeDataString(space)}&arch={Uri.EscapeDataString(architecture)}";

    /// <summary>Gets the last part of a resource name.</summary>
    /// <param name="name">The resource name, such as <c>predictors/7</c>.</param>
    public static string IdOf(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
