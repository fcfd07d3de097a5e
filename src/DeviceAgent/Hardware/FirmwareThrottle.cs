using System.Globalization;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>
/// The throttle bits of a Raspberry Pi's firmware: 0 under-voltage, 1 frequency capped, 2 throttled, 3 soft temperature limit, each
/// now; and 16 bits higher, each since the board was started.
/// </summary>
internal static class FirmwareThrottle
{
    private const string Path = "sys/devices/platform/soc/soc:firmware/get_throttled";
    private const uint Now = 0xF;
    private const uint SinceStart = Now << 16;

    private static readonly string[] Words = ["under-voltage", "frequency capped", "throttled", "soft temperature limit"];

    /// <summary>The bits; null where the kernel does not give them.</summary>
    public static uint? Read(SystemFiles files) => Parse(files.Text(Path));

    /// <summary>Hexadecimal digits, with or without <c>0x</c>.</summary>
    public static uint? Parse(string? text)
    {
        var digits = text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true ? text.AsSpan(2) : text;
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) && (bits & ~(Now | SinceStart)) == 0
            ? bits
            : null;
    }

    /// <summary>Determines whether the board was slowed at the second reading, or between the two.</summary>
    public static bool IsSlowed(uint? before, uint? after) =>
        after is { } bits && ((bits & Now) != 0 || (before is { } first && (bits & ~first & SinceStart) != 0));

    /// <summary>Returns the reasons why the board is slowed now, in words.</summary>
    public static IReadOnlyList<string> Reasons(uint bits) => [.. Words.Where((_, bit) => (bits & (1u << bit)) != 0)];

    /// <summary>Returns the reasons why it was slowed since it was started, in words.</summary>
    public static IReadOnlyList<string> ReasonsSinceStart(uint bits) => Reasons(bits >> 16);
}
