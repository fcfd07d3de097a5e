namespace LatBench.Dashboard.Cells;

/// <summary>A cell laid out for drawing, in units of the drawing.</summary>
/// <param name="Title">The title; empty where the cell is the only one.</param>
/// <param name="Description">The cell in one sentence, for screen readers.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Edges">The edges, drawn below the nodes.</param>
internal sealed record CellPlan(string Title, string Description, double Width, double Height, IReadOnlyList<DrawnNode> Nodes, IReadOnlyList<DrawnEdge> Edges);

/// <summary>A node, or an operation that stands in a box.</summary>
/// <param name="Text">The text within.</param>
/// <param name="Kind">The class of its colours.</param>
/// <param name="X">The centre.</param>
/// <param name="Y">The centre, from the top.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height; a circle where the width is the same.</param>
/// <param name="Share">Its share of the time, 0 to 1; null where it is not known.</param>
public sealed record DrawnNode(string Text, string Kind, double X, double Y, double Width, double Height, double? Share = null);

/// <summary>An edge.</summary>
/// <param name="Path">The line as SVG path data.</param>
/// <param name="Arrow">The head of the arrow as SVG path data.</param>
/// <param name="Kind">The class of its colours.</param>
/// <param name="Label">The operation on it, with the place of the text; null where it has none.</param>
internal sealed record DrawnEdge(string Path, string Arrow, string Kind, DrawnNode? Label);

/// <summary>A point of a drawing.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
internal readonly record struct Spot(double X, double Y);
