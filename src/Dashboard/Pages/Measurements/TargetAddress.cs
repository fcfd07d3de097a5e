using LatBench.Contracts.V1;
using Microsoft.AspNetCore.WebUtilities;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Addresses of the pages of targets.</summary>
internal static class TargetAddress
{
    /// <summary>Gets the address of the measurements of a target.</summary>
    public static string Of(LabelledTarget target) => "/measurements/target" + Query(target);

    /// <summary>Gets the query that names a target, its search space and its model configuration.</summary>
    public static string Query(LabelledTarget target) => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["target"] = target.Target,
        ["space"] = target.SearchSpace,
        ["config"] = ConfigurationKey.Of(target.ModelConfig),
    });
}
