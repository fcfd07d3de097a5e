namespace LatBench.Dashboard.Cells;

/// <summary>The sizes of boxes with a text and, where it is known, a share of the time below it.</summary>
internal static class Boxes
{
    private const double CharacterWidth = 7;
    private const double Padding = 18;
    private const double LineHeight = 12;

    /// <summary>Gets the width of a box with a text.</summary>
    public static double WidthOf(string text) => Padding + (CharacterWidth * text.Length);

    /// <summary>Gets the height of a box.</summary>
    /// <param name="height">The height with one line.</param>
    /// <param name="share">The share; null for a box without a second line.</param>
    public static double HeightOf(double height, double? share) => share is null ? height : height + LineHeight;
}
