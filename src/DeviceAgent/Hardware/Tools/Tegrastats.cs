using System.Globalization;
using System.Text.RegularExpressions;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>Parses the output of <c>tegrastats</c>, which monitors a Jetson board, about its graphics processor.</summary>
internal static partial class Tegrastats
{
    public const string Program = "tegrastats";

    private const long KilohertzPerMegahertz = 1_000;

    /// <summary>It goes on for ever: one line is enough.</summary>
    public static ToolCall Line { get; } = new(Program, ["--interval", "100"], FirstLineOnly: true);

    /// <summary>Clock and temperature of a line such as <c>… GR3D_FREQ 0%@[305,305] … gpu@43.2C …</c>; null where it has neither.</summary>
    public static GpuConditions? Parse(string? line)
    {
        if (line is null) return null;
        var clock = ClockPattern().Match(line) is { Success: true } found
            ? found.Groups[1].Captures.Select(capture => Number(capture.Value)).Max()
            : null;
        var temperature = TemperaturePattern().Match(line) is { Success: true } told ? Number(told.Groups[1].Value) : null;
        return clock is null && temperature is null
            ? null
            : new GpuConditions
            {
                Name = "GR3D",
                GraphicsClockKhz = clock is { } megahertz and > 0 ? (long)megahertz * KilohertzPerMegahertz : null,
                TemperatureMillidegrees = temperature is { } celsius ? (long)Math.Round(celsius * 1000) : null,
            };
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex(@"\bGR3D_FREQ [0-9]{1,3}%@\[?(?:([0-9]{1,5}),?)+\]?")]
    private static partial Regex ClockPattern();

    [GeneratedRegex(@"\bGPU@(-?[0-9]{1,3}(?:\.[0-9]{1,3})?)C\b", RegexOptions.IgnoreCase)]
    private static partial Regex TemperaturePattern();
}
