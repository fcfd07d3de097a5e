using System.Globalization;
using LatBench.Cli.Rendering;

namespace LatBench.Cli.Tests.Rendering;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.81234, "0.8123 ms")]
    [InlineData(12.3456, "12.35 ms")]
    [InlineData(0.0123456, "0.01235 ms")]
    [InlineData(1234.5, "1234 ms")]
    [InlineData(0, "0 ms")]
    public void Milliseconds_has_four_digits(double value, string expected) => Assert.Equal(expected, Under(() => Figures.Milliseconds(value)));

    [Theory]
    [InlineData(0.0123, "1.2 %")]
    [InlineData(1, "100.0 %")]
    public void Percent_has_one_decimal(double value, string expected) => Assert.Equal(expected, Under(() => Figures.Percent(value)));

    [Theory]
    [InlineData(42, "42.0 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7380, "2 h 03 min")]
    public void Duration_takes_the_unit_that_fits(double seconds, string expected) =>
        Assert.Equal(expected, Under(() => Figures.Duration(TimeSpan.FromSeconds(seconds))));

    [Theory]
    [InlineData(848, "848 B")]
    [InlineData(13_002_342, "12.4 MiB")]
    public void Bytes_takes_the_unit_that_fits(long bytes, string expected) => Assert.Equal(expected, Under(() => Figures.Bytes(bytes)));

    [Fact]
    public void OneLine_control_characters_become_blanks() => Assert.Equal("a b [31mc", Printable.OneLine("a\nb\u001b[31mc"));

    /// <summary>The text under a culture that writes commas.</summary>
    internal static string Under(Func<string> text)
    {
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "~";
        commas.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = commas;
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
