using LatBench.Cli.Rendering;
using QRCoder;

namespace LatBench.Cli.Tests.Rendering;

public sealed class QrTextTests
{
    [Fact]
    public void Lines_hold_every_dot_of_the_code()
    {
        const string Text = "https://latbench.lab:7080/device#code=7K3M-9QXW-2H5T";
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.L);
        var dots = code.ModuleMatrix;

        string[] lines = [.. QrText.Lines(Text)];

        Assert.Equal((dots.Count + 1) / 2, lines.Length);
        for (var row = 0; row < dots.Count; row++)
        {
            for (var column = 0; column < dots.Count; column++)
                Assert.Equal(dots[row][column], IsDark(lines[row / 2][column], upper: row % 2 == 0));
        }
    }

    private static bool IsDark(char character, bool upper) => character switch
    {
        '█' => false,
        '▀' => !upper,
        '▄' => upper,
        _ => true,
    };
}
