using System.Globalization;
using LatBench.Dashboard.Cells;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using Microsoft.Extensions.Primitives;

namespace LatBench.Dashboard.Pages.Cells;

/// <summary>The architecture that the address of the cell editor names: as a text, by the choices of a form, or by the seed of a random one.</summary>
/// <param name="Space">The search space.</param>
/// <param name="Text">The text; it may be no architecture.</param>
/// <param name="Seed">The seed of a random cell; null where none was asked for.</param>
internal sealed record CellChoice(ISearchSpace Space, string Text, ulong? Seed)
{
    private const string SmallestCell = "10.1|conv3x3-bn-relu";

    /// <summary>Reads the choice of an address.</summary>
    /// <param name="query">The query: <c>space</c>, and <c>arch</c>, <c>seed</c> or the fields of a form.</param>
    public static CellChoice Parse(IReadOnlyDictionary<string, StringValues> query)
    {
        var space = query.TryGetValue("space", out var name) && SearchSpaceRegistry.BuiltIn.TryGet(name.ToString(), out var known) ? known : SearchSpaceRegistry.BuiltIn.Default;
        if (query.TryGetValue("seed", out var text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return new CellChoice(space, space.Sample(1, seed)[0].Text, seed);
        if (query.TryGetValue("arch", out var architecture) && architecture.ToString().Trim() is { Length: > 0 } given)
            return new CellChoice(space, given, null);
        return new CellChoice(space, FromForm(space, query) ?? space.Sample(1, 1)[0].Text, null);
    }

    /// <summary>Gets the address of an architecture in the editor.</summary>
    public static string Address(string space, string text) => $"/cells?space={Uri.EscapeDataString(space)}&arch={Uri.EscapeDataString(text)}";

    private static string? FromForm(ISearchSpace space, IReadOnlyDictionary<string, StringValues> query) => space.Name switch
    {
        SearchSpaces.NasBench201.Space.Name => FromOperations(query),
        "nas-bench-101" => FromMatrix(query),
        _ => null,
    };

    private static string? FromOperations(IReadOnlyDictionary<string, StringValues> query)
    {
        if (!query.TryGetValue("o", out var names) || names.Count != Edge.Count)
            return null;
        var operations = new Operation[Edge.Count];
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            if (!Operations.TryParse(names[edge], out operations[edge]))
                return null;
        }

        return Cell.FromOperations(operations).ToString();
    }

    private static string? FromMatrix(IReadOnlyDictionary<string, StringValues> query)
    {
        if (!query.TryGetValue("n", out var number) || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var vertices) || vertices is < 2 or > NasBench101Text.MaxVertices)
            return null;
        var names = query.TryGetValue("v", out var given) ? given : default;
        var operations = Enumerable.Range(0, vertices - 2).Select(vertex => vertex < names.Count && NasBench101Text.OperationNames.Contains(names[vertex]) ? names[vertex]! : NasBench101Text.OperationNames[0]);
        var marked = query.TryGetValue("e", out var edges) ? edges.Select(edge => edge ?? "").ToHashSet() : [];
        var pairs = from @from in Enumerable.Range(0, vertices - 1)
                    from to in Enumerable.Range(@from + 1, vertices - 1 - @from)
                    where marked.Contains(string.Create(CultureInfo.InvariantCulture, $"{@from}-{to}"))
                    select (@from, to);
        return new NasBench101Text(vertices, [.. pairs], [.. operations]).ToString();
    }

    /// <summary>Gets a text that the form of the space can show where the text of the choice is no architecture.</summary>
    public string TextForForm() =>
        Space.TryParse(Text, out var architecture, out _) ? architecture.Text : Space.Name == "nas-bench-101" ? SmallestCell : Space.Sample(1, 1)[0].Text;
}
