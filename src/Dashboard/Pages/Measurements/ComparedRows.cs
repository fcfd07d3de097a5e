using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The latencies of two targets that an address names, and those that could be compared in their place.</summary>
/// <param name="Spaces">The search spaces that both targets have.</param>
/// <param name="FirstRows">The model configurations of the first target in the chosen search space.</param>
/// <param name="SecondRows">Those of the second one.</param>
/// <param name="First">The chosen one of the first target; null where the targets share no search space.</param>
/// <param name="Second">That of the second one.</param>
public sealed record ComparedRows(
    IReadOnlyList<string> Spaces, IReadOnlyList<LabelledTarget> FirstRows, IReadOnlyList<LabelledTarget> SecondRows, LabelledTarget? First, LabelledTarget? Second)
{
    /// <summary>
    /// Chooses. What the address does not name, or the target does not have, is chosen for it: the first search space of both, and a model configuration that both have where there is one.
    /// </summary>
    /// <param name="all">The latencies of all targets.</param>
    /// <param name="first">The slug of the first target.</param>
    /// <param name="second">The slug of the second one.</param>
    /// <param name="space">The search space; null or empty for any.</param>
    /// <param name="firstConfiguration">The model configuration of the first target; null or empty for any.</param>
    /// <param name="secondConfiguration">That of the second one.</param>
    public static ComparedRows Of(IReadOnlyList<LabelledTarget> all, string? first, string? second, string? space, string? firstConfiguration, string? secondConfiguration)
    {
        var (ofFirst, ofSecond) = (RowsOf(all, first), RowsOf(all, second));
        string[] spaces = [.. ofFirst.Select(row => row.SearchSpace).Intersect(ofSecond.Select(row => row.SearchSpace))];
        var chosen = spaces.Contains(space) ? space : spaces.FirstOrDefault();
        LabelledTarget[] firstRows = [.. ofFirst.Where(row => row.SearchSpace == chosen)];
        LabelledTarget[] secondRows = [.. ofSecond.Where(row => row.SearchSpace == chosen)];
        var a = Named(firstRows, firstConfiguration) ?? Named(firstRows, secondConfiguration) ?? firstRows.FirstOrDefault(row => Same(secondRows, row) is not null) ?? firstRows.FirstOrDefault();
        var b = Named(secondRows, secondConfiguration) ?? Same(secondRows, a) ?? secondRows.FirstOrDefault();
        return new ComparedRows(spaces, firstRows, secondRows, a, b);
    }

    private static LabelledTarget[] RowsOf(IReadOnlyList<LabelledTarget> all, string? target) => [.. all.Where(row => row.Target == target)];

    private static LabelledTarget? Named(LabelledTarget[] rows, string? configuration) => string.IsNullOrEmpty(configuration) ? null : ConfigurationKey.Find(rows, null, configuration);

    private static LabelledTarget? Same(LabelledTarget[] rows, LabelledTarget? other) => other is null ? null : rows.FirstOrDefault(row => row.ModelConfig.Equals(other.ModelConfig));
}
