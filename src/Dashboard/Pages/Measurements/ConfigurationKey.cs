using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Model configurations in addresses, such as <c>cifar100-b1-fp32-pruned</c>.</summary>
internal static class ConfigurationKey
{
    /// <summary>Gets the text of a configuration in an address.</summary>
    public static string Of(ModelConfig configuration) => configuration.Describe().Replace("batch ", "b", StringComparison.Ordinal).Replace(", ", "-", StringComparison.Ordinal);

    /// <summary>Finds the row that an address names: the first one that has the search space and the configuration, where it names them.</summary>
    /// <param name="rows">The rows of a target.</param>
    /// <param name="space">The search space; null or empty for any.</param>
    /// <param name="configuration">The text of the configuration; null or empty for any.</param>
    public static LabelledTarget? Find(IEnumerable<LabelledTarget> rows, string? space, string? configuration) => rows.FirstOrDefault(row =>
        (string.IsNullOrEmpty(space) || row.SearchSpace == space) && (string.IsNullOrEmpty(configuration) || Of(row.ModelConfig) == configuration));
}
