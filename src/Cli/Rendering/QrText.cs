using QRCoder;

namespace LatBench.Cli.Rendering;

/// <summary>A QR code of characters, for terminals: each shows two dots, one above the other; the light ones are drawn, as on a dark background.</summary>
internal static class QrText
{
    /// <summary>Draws a text.</summary>
    /// <returns>The lines.</returns>
    public static IEnumerable<string> Lines(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var dots = code.ModuleMatrix;
        for (var row = 0; row < dots.Count; row += 2)
            yield return string.Concat(Enumerable.Range(0, dots.Count).Select(column => Character(upper: !dots[row][column], lower: row + 1 < dots.Count && !dots[row + 1][column])));
    }

    private static char Character(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };
}
