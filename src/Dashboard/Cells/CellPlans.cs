using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Dashboard.Cells;

/// <summary>Lays out the cells of architectures.</summary>
internal static class CellPlans
{
    /// <summary>Lays out the cells of an architecture; none where the space has no drawing.</summary>
    /// <param name="searchSpace">The name of the space.</param>
    /// <param name="text">The text of the architecture as the space prints it.</param>
    /// <param name="shares">The shares of the time: of NAS-Bench-201 by <c>from-to</c>, of NAS-Bench-101 by vertex; null where they are not known.</param>
    public static IReadOnlyList<CellPlan> Of(string searchSpace, string text, IReadOnlyDictionary<string, double>? shares) => searchSpace switch
    {
        "nas-bench-201" when Cell.TryParse(text, out var cell, out _) => [NasBench201Plan.Of(cell, shares)],
        "nas-bench-101" when text.Contains('|', StringComparison.Ordinal) => [NasBench101Plan.Of(text, shares)],
        "darts" when text.Contains('/', StringComparison.Ordinal) => DartsPlan.Of(text),
        _ => [],
    };
}
