namespace LatBench.Dashboard.Cells;

/// <summary>The sizes of boxes with a text.</summary>
internal static class Boxes
{
    private const double CharacterWidth = 7;
    private const double Padding = 18;

    /// <summary>Gets the width of a box with a text and, where it is known, a share.</summary>
    public static double WidthOf(string text, double? share = null) => Padding + (CharacterWidth * (text.Length + (share is null ? 0 : 7)));
}
