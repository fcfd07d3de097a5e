using System.Globalization;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>Parses the output of <c>vcgencmd</c>, the tool of a Raspberry Pi's firmware.</summary>
internal static class Vcgencmd
{
    public const string Program = "vcgencmd";

    private const double MinCelsius = -40;
    private const double MaxCelsius = 150;
    private const long HertzPerKilohertz = 1_000;
    private const long MinHertz = 1_000_000;
    private const long MaxHertz = 20_000_000_000;

    public static ToolCall Throttled { get; } = new(Program, ["get_throttled"]);

    public static ToolCall Temperature { get; } = new(Program, ["measure_temp"]);

    public static ToolCall ArmClock { get; } = new(Program, ["measure_clock", "arm"]);

    /// <summary><c>throttled=0x50005</c>.</summary>
    public static uint? ParseThrottled(string? output) => FirmwareThrottle.Parse(Value(output, "throttled="));

    /// <summary><c>temp=48.3'C</c>, in millidegrees.</summary>
    public static long? ParseTemperature(string? output) =>
        Value(output, "temp=") is { } value && value.EndsWith("'C", StringComparison.Ordinal)
        && double.TryParse(value.AsSpan(0, value.Length - 2), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var celsius)
        && celsius is > MinCelsius and < MaxCelsius
            ? (long)Math.Round(celsius * 1000)
            : null;

    /// <summary><c>frequency(48)=1500398464</c>, in kHz.</summary>
    public static long? ParseClock(string? output)
    {
        var parts = output?.Trim().Split('=') ?? [];
        return parts.Length == 2 && parts[0].StartsWith("frequency(", StringComparison.Ordinal)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var hertz) && hertz is >= MinHertz and <= MaxHertz
                ? hertz / HertzPerKilohertz
                : null;
    }

    private static string? Value(string? output, string key)
    {
        var line = output?.Trim();
        return line is not null && line.StartsWith(key, StringComparison.Ordinal) ? line[key.Length..] : null;
    }
}
