using System.Globalization;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Dashboard.Cells;

/// <summary>Lays out a cell of NAS-Bench-201: four nodes in a row, and the operations on the six edges.</summary>
internal static class NasBench201Plan
{
    private const double Radius = 19;
    private const double Step = 168;
    private const double Left = 34;
    private const double Line = 156;
    private const double Height = 248;
    private const double LabelHeight = 22;

    /// <summary>The height of the middle of each edge above the row of nodes, in the order of <see cref="Edge.All"/>.</summary>
    private static readonly double[] Rise = [0, 62, 0, 126, -62, 0];

    private static readonly string[] NodeTexts = ["in", "1", "2", "out"];

    /// <summary>Lays out a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="shares">The share of each edge of the time, by <c>from-to</c>; null where it is not known.</param>
    public static CellPlan Of(Cell cell, IReadOnlyDictionary<string, double>? shares)
    {
        var live = cell.EffectiveCell.Cell;
        var edges = Edge.All.Select((edge, place) => Draw(edge, Rise[place], cell[place].Name(), isDead: live[place] != cell[place], shares)).ToArray();
        var nodes = NodeTexts.Select((text, node) => new DrawnNode(text, node is 0 or Edge.Nodes - 1 ? "end" : "node", X(node), Line, 2 * Radius, 2 * Radius)).ToArray();
        var words = Edge.All.Select((edge, place) => string.Create(CultureInfo.InvariantCulture, $"{edge.From} to {edge.To} {cell[place].Name()}"));
        return new CellPlan("", $"Cell of NAS-Bench-201: {string.Join(", ", words)}.", X(Edge.Nodes - 1) + Left, Height, nodes, edges);
    }

    private static DrawnEdge Draw(Edge edge, double rise, string operation, bool isDead, IReadOnlyDictionary<string, double>? shares)
    {
        var (from, to) = (new Spot(X(edge.From), Line), new Spot(X(edge.To), Line));
        // The middle of a curve with one control point lies halfway between that point and the line of its ends.
        var control = new Spot((from.X + to.X) / 2, Line - (2 * rise));
        var (start, end) = (Border(from, control), Border(to, control));
        var kind = isDead ? "dead" : OperationKinds.Of(operation);
        var middle = (start.Y + (2 * control.Y) + end.Y) / 4;
        var share = shares is not null && shares.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{edge.From}-{edge.To}"), out var known) ? known : (double?)null;
        var label = new DrawnNode(operation, kind, control.X, middle, Boxes.WidthOf(operation), Boxes.HeightOf(LabelHeight, share), share);
        return new DrawnEdge(SvgPath.Curve(start, control, end), SvgPath.Head(end, control), kind, label);
    }

    private static double X(int node) => Left + (node * Step);

    private static Spot Border(Spot centre, Spot towards)
    {
        var (dx, dy) = (towards.X - centre.X, towards.Y - centre.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        return new Spot(centre.X + (dx / length * Radius), centre.Y + (dy / length * Radius));
    }
}
