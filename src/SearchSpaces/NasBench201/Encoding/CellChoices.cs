namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>The operation on each of the six edges.</summary>
internal sealed class CellChoices : IArchitectureChoices
{
    public IReadOnlyList<string> Places { get; } = [.. Edge.All.Select(edge => FormattableString.Invariant($"{edge.From}->{edge.To}"))];

    public IReadOnlyList<string> Options => Operations.Names;

    public void Read(Architecture architecture, Span<int> options)
    {
        var cell = CellTexts.Parse(architecture);
        for (var edge = 0; edge < Edge.Count; edge++)
            options[edge] = (int)cell[edge];
    }

    public int? PlaceOf(NetworkPlace place)
    {
        for (var edge = 0; place.Part == NetworkPart.Edge && edge < Edge.Count; edge++)
        {
            if (place.From == Edge.All[edge].From && place.Node == Edge.All[edge].To)
                return edge;
        }

        return null;
    }
}
