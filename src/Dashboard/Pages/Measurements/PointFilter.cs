using System.Globalization;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces.NasBench201;
using Microsoft.AspNetCore.WebUtilities;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The choice of points that an address names.</summary>
/// <param name="Operation">Only architectures with this operation; empty for any.</param>
/// <param name="Edge">Only those that have it on this edge of NAS-Bench-201, 0 to 5; null for any edge.</param>
/// <param name="Verdict">Only measurements with this verdict; unspecified for any.</param>
/// <param name="Campaign">Only measurements of this campaign; null for the newest of each architecture.</param>
public sealed record PointFilter(string Operation, int? Edge, Verdict Verdict, long? Campaign)
{
    private static readonly string[] NasBench101Operations = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"];
    private static readonly string[] DartsOperations = ["max", "avg", "skip", "sep3", "sep5", "dil3", "dil5"];

    /// <summary>Gets a value indicating whether every point is chosen.</summary>
    public bool IsAll => Operation.Length == 0 && Verdict == Verdict.Unspecified && Campaign is null;

    /// <summary>Reads the filter of an address; what is not understood is left out.</summary>
    /// <param name="operation">The name of an operation.</param>
    /// <param name="edge">The number of an edge.</param>
    /// <param name="verdict">The name of a verdict in lower case.</param>
    /// <param name="campaign">The number of a campaign.</param>
    public static PointFilter Parse(string? operation, string? edge, string? verdict, string? campaign) => new(
        operation ?? "",
        int.TryParse(edge, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < SearchSpaces.NasBench201.Edge.Count ? number : null,
        Enum.TryParse<Verdict>(verdict, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : Verdict.Unspecified,
        long.TryParse(campaign, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null);

    /// <summary>Gets the operations of a search space by their names in its texts.</summary>
    public static IReadOnlyList<string> OperationsOf(string space) => space switch
    {
        Space.Name => Operations.Names,
        "nas-bench-101" => NasBench101Operations,
        "darts" => DartsOperations,
        _ => [],
    };

    /// <summary>Gets the query of the filter, beginning with an ampersand; empty where every point is chosen.</summary>
    public string Query()
    {
        var query = new Dictionary<string, string?>();
        if (Operation.Length > 0)
            query["op"] = Operation;
        if (Edge is { } edge)
            query["edge"] = edge.ToString(CultureInfo.InvariantCulture);
        if (Verdict != Verdict.Unspecified)
            query["verdict"] = Verdict.ToString().ToLowerInvariant();
        if (Campaign is { } campaign)
            query["campaign"] = campaign.ToString(CultureInfo.InvariantCulture);
        return query.Count == 0 ? "" : "&" + QueryHelpers.AddQueryString("", query)[1..];
    }

    /// <summary>
    /// Chooses points. Without a campaign every architecture has one: its newest valid measurement that was not taken over, or else its newest; a verdict is asked for before that.
    /// </summary>
    public int[] Choose(TargetPoints points)
    {
        var chosen = Enumerable.Range(0, points.Latencies.Length).Where(point => HasOperation(points, point));
        if (!points.IsMeasured)
            return Verdict == Verdict.Unspecified && Campaign is null ? [.. chosen] : [];
        if (Verdict != Verdict.Unspecified)
            chosen = chosen.Where(point => points.Verdicts[point] == Verdict);
        if (Campaign is { } campaign)
            return [.. chosen.Where(point => points.Campaigns[point] == campaign)];
        var newest = new Dictionary<string, int>();
        foreach (var point in chosen)
        {
            if (!newest.TryGetValue(points.Architectures[point], out var other) || Rank(points, point) >= Rank(points, other))
                newest[points.Architectures[point]] = point;
        }

        return [.. newest.Values.Order()];
    }

    private static int Rank(TargetPoints points, int point) => points.Verdicts[point] != Verdict.Valid ? 0 : points.Reused[point] ? 1 : 2;

    private bool HasOperation(TargetPoints points, int point)
    {
        if (Operation.Length == 0)
            return true;
        if (points.Target.SearchSpace != Space.Name)
            return points.Architectures[point].Contains(Operation, StringComparison.Ordinal);
        if (!Operations.TryParse(Operation, out var operation))
            return false;
        var digit = (char)('0' + (int)operation);
        return Edge is { } edge ? points.Codes[point][edge] == digit : points.Codes[point].Contains(digit, StringComparison.Ordinal);
    }
}
