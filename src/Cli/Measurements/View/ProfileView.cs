using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements.View;

/// <summary>The distribution of a model's time: by part of the network, or by type of operator where that is not known, then by the operators that take the most.</summary>
internal static class ProfileView
{
    private const int BarWidth = 32;
    private const int MinNameWidth = 32;
    private const int MaxOperators = 10;
    private const double NanosecondsPerMillisecond = 1e6;
    private const double NanosecondsPerMicrosecond = 1e3;

    /// <summary>The rows, at most 80 characters each but for long names, which are whole.</summary>
    public static IEnumerable<string> Draw(OperatorProfile profile, Glyphs glyphs)
    {
        yield return $"Profile: {Figures.Count(profile.Operators.Count, "operator")}, {Figures.Count(profile.Runs, "run")} of {Figures.Milliseconds(profile.RunNs / NanosecondsPerMillisecond)} each, slowed by the profiler";
        // The operators of an uploaded model have no places in a network.
        var isPlaced = profile.Operators.Any(one => one.Place is { Part: not (NetworkPart.Unspecified or NetworkPart.Unmatched) });
        var parts = profile.Operators
            .GroupBy(one => isPlaced ? Part(one) : one.OpType)
            .Select(group => (Name: group.Key, Share: group.Sum(one => one.Share)))
            .OrderByDescending(part => part.Share).ThenBy(part => part.Name, StringComparer.Ordinal)
            .ToArray();
        var most = parts.Max(part => part.Share);
        var width = Width(parts.Select(part => part.Name));
        foreach (var (name, share) in parts)
            yield return $"  {CellWidth.Pad(Printable.OneLine(name), width)}  {Figures.Percent(share),7}  {glyphs.Bar(most > 0 ? share / most : 0, BarWidth)}".TrimEnd();
        yield return "";
        ProfiledOperator[] operators = [.. profile.Operators.OrderByDescending(one => one.Share).ThenBy(one => one.Name, StringComparer.Ordinal).Take(MaxOperators)];
        width = Width(operators.Select(one => one.Name));
        yield return $"  {CellWidth.Pad("operator", width)}    share       mean  type";
        foreach (var one in operators)
            yield return $"  {CellWidth.Pad(Printable.OneLine(one.Name), width)}  {Figures.Percent(one.Share),7}  {Figures.Microseconds(one.MeanNs / NanosecondsPerMicrosecond),9}  {Printable.OneLine(one.OpType)}";
        if (profile.Operators.Count > MaxOperators)
            yield return $"  {Figures.Count(profile.Operators.Count - MaxOperators)} more; --json has them all";
    }

    /// <summary>Cells apart by what they are made of: an edge is the same in each of them.</summary>
    private static string Part(ProfiledOperator one) => one.Place?.Part switch
    {
        NetworkPart.Stem => "stem",
        NetworkPart.Edge => $"edge {Figures.Count(one.Place.EdgeFrom)}->{Figures.Count(one.Place.Node)} {one.Place.Operation}",
        NetworkPart.Node => $"node {Figures.Count(one.Place.Node)} {one.Place.Operation}",
        NetworkPart.Preprocessing => $"preprocessing of input {Figures.Count(one.Place.EdgeFrom)}",
        NetworkPart.Concatenation => "concatenation",
        NetworkPart.Sum => $"sum at node {Figures.Count(one.Place.Node)}",
        NetworkPart.Reduction => "reduction cells",
        NetworkPart.Head => "head",
        _ => "unmatched",
    };

    private static int Width(IEnumerable<string> names) => names.Max(name => Math.Max(MinNameWidth, CellWidth.Of(Printable.OneLine(name))));
}
