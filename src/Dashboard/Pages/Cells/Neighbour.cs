using LatBench.Contracts.V1;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Dashboard.Pages.Cells;

/// <summary>An architecture that differs in one choice.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Change">The change in words; of spaces whose choices have no names its text.</param>
/// <param name="Predicted">Its prediction; null where it has no network.</param>
public sealed record Neighbour(string Text, string Change, Prediction? Predicted)
{
    private const int MaxShown = 200;

    /// <summary>Lists the neighbours of an architecture without predictions.</summary>
    internal static IReadOnlyList<Neighbour> Of(ISearchSpace space, Architecture architecture) =>
        [.. space.Neighbors(architecture).Take(MaxShown).Select(neighbour => new Neighbour(neighbour.Text, ChangeOf(space.Name, architecture.Text, neighbour.Text), null))];

    private static string ChangeOf(string space, string before, string after)
    {
        if (space != Space.Name)
            return after;
        var (old, changed) = (Cell.Parse(before), Cell.Parse(after));
        var place = Enumerable.Range(0, Edge.Count).First(edge => old[edge] != changed[edge]);
        return $"{Edge.All[place].From} → {Edge.All[place].To}: {old[place].Name()} becomes {changed[place].Name()}";
    }
}
