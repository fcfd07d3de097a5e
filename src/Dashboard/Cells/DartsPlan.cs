using System.Globalization;

namespace LatBench.Dashboard.Cells;

/// <summary>Lays out the two cells of a genotype of DARTS: every operation is a box between the state that it reads and the node that it is added to.</summary>
internal static class DartsPlan
{
    private const double Height = 24;
    private const int Inputs = 2;

    private static readonly Dictionary<string, string> LongNames = new()
    {
        ["max"] = "max_pool_3x3",
        ["avg"] = "avg_pool_3x3",
        ["skip"] = "skip_connect",
        ["sep3"] = "sep_conv_3x3",
        ["sep5"] = "sep_conv_5x5",
        ["dil3"] = "dil_conv_3x3",
        ["dil5"] = "dil_conv_5x5",
        ["sep7"] = "sep_conv_7x7",
        ["conv7"] = "conv_7x1_1x7",
    };

    /// <summary>Lays out both cells.</summary>
    /// <param name="text">The text as the space prints it, such as <c>sep3.0+sep3.1|…/max.0+max.1|…</c>.</param>
    public static IReadOnlyList<CellPlan> Of(string text)
    {
        var cells = text.Split('/');
        return [Of("Normal cell", cells[0]), Of("Reduction cell", cells[1])];
    }

    private static CellPlan Of(string title, string text)
    {
        var parts = text.Split('>');
        var nodes = parts[0].Split('|');
        var outputs = parts.Length > 1 ? parts[1].Select(digit => digit - '0').ToHashSet() : [.. Enumerable.Range(Inputs, nodes.Length)];
        var boxes = new List<DrawnNode> { State("c(k−2)", "end"), State("c(k−1)", "end") };
        var edges = new List<(int From, int To)>();
        var placeOf = new List<int> { 0, 1 };
        foreach (var node in nodes)
        {
            var operations = node.Split('+').Select(operation => operation.Split('.')).ToArray();
            var place = boxes.Count + operations.Length;
            foreach (var operation in operations)
            {
                edges.Add((placeOf[int.Parse(operation[1], CultureInfo.InvariantCulture)], boxes.Count));
                edges.Add((boxes.Count, place));
                var name = LongNames.GetValueOrDefault(operation[0], operation[0]);
                boxes.Add(new DrawnNode(name, OperationKinds.Of(name), 0, 0, Boxes.WidthOf(name), Height));
            }

            placeOf.Add(place);
            boxes.Add(State((placeOf.Count - Inputs - 1).ToString(CultureInfo.InvariantCulture), "node"));
        }

        edges.AddRange(outputs.Select(state => (placeOf[state], boxes.Count)));
        boxes.Add(State("c(k)", "end"));
        return LayeredPlan.Of(title, $"{title} of DARTS: {text}.", boxes, edges);
    }

    private static DrawnNode State(string text, string kind) => new(text, kind, 0, 0, kind == "end" ? Boxes.WidthOf(text) : Height, Height);
}
