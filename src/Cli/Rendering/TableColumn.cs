namespace LatBench.Cli.Rendering;

/// <summary>A column of a table.</summary>
/// <param name="Heading">In capitals.</param>
/// <param name="IsFreeText">True where it holds prose or titles of any length: on a terminal these may be shortened, values never.</param>
internal readonly record struct TableColumn(string Heading, bool IsFreeText = false)
{
    /// <summary>A column of prose.</summary>
    public static TableColumn FreeText(string heading) => new(heading, IsFreeText: true);

    /// <summary>A column of values.</summary>
    public static implicit operator TableColumn(string heading) => new(heading);
}
