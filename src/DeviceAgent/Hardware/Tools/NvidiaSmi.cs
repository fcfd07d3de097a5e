using System.Globalization;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>Parses the output of <c>nvidia-smi</c> about NVIDIA's graphics processors.</summary>
internal static class NvidiaSmi
{
    public const string Program = "nvidia-smi";

    private const string Fields = "driver_version,pstate,temperature.gpu,clocks.sm,clocks.mem,power.limit";
    private const int FieldsBeforeName = 7;
    private const double MinCelsius = -40;
    private const double MaxCelsius = 200;
    private const double MaxMegahertz = 100_000;
    private const double MaxWatts = 100_000;

    /// <summary>The bits of nvml.h, <c>nvmlClocksEventReason…</c>. Idleness and settings of the user hold nothing back.</summary>
    private static readonly (ulong Bit, string Word, bool Slows)[] ReasonBits =
    [
        (0x001, "gpu-idle", false),
        (0x002, "applications-clocks-setting", false),
        (0x004, "sw-power-cap", true),
        (0x008, "hw-slowdown", true),
        (0x010, "sync-boost", false),
        (0x020, "sw-thermal-slowdown", true),
        (0x040, "hw-thermal-slowdown", true),
        (0x080, "hw-power-brake", true),
        (0x100, "display-clock-setting", false),
    ];

    /// <summary>The question, and the same one for drivers that know the reasons by their older name.</summary>
    public static IReadOnlyList<ToolCall> Calls { get; } = [Query("clocks_event_reasons.active"), Query("clocks_throttle_reasons.active")];

    /// <summary>One graphics processor a line; lines that are none are passed over. Null where none is left.</summary>
    public static IReadOnlyList<GpuConditions>? Parse(string? output)
    {
        var gpus = (output?.Split('\n') ?? []).Select(ParseLine).OfType<GpuConditions>().ToArray();
        return gpus.Length == 0 ? null : gpus;
    }

    /// <summary>Determines whether a reason holds the clocks down although there is work.</summary>
    public static bool IsSlowing(string reason) => ReasonBits.Any(known => known.Slows && known.Word == reason);

    private static ToolCall Query(string reasons) => new(Program, [$"--query-gpu={Fields},{reasons},name", "--format=csv,noheader,nounits"]);

    private static GpuConditions? ParseLine(string line)
    {
        var fields = line.Split(',', FieldsBeforeName + 1, StringSplitOptions.TrimEntries);
        if (fields.Length != FieldsBeforeName + 1 || Text(fields[^1]) is not { } name) return null;
        return new GpuConditions
        {
            Name = name,
            DriverVersion = Text(fields[0]),
            PerformanceState = Text(fields[1]),
            TemperatureMillidegrees = Thousandths(fields[2], MinCelsius, MaxCelsius),
            GraphicsClockKhz = Thousandths(fields[3], 0, MaxMegahertz),
            MemoryClockKhz = Thousandths(fields[4], 0, MaxMegahertz),
            PowerLimitMilliwatts = Thousandths(fields[5], 0, MaxWatts),
            ThrottleReasons = Reasons(fields[6]),
        };
    }

    // What it does not know it writes as [N/A], [Not Supported], [Unknown Error], …
    private static string? Text(string field) =>
        field.Length is > 0 and <= 100 && field[0] != '[' && field != "N/A" && !field.Any(char.IsControl) ? field : null;

    private static long? Thousandths(string field, double min, double max) =>
        double.TryParse(field, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? (long)Math.Round(value * 1000)
            : null;

    private static string[] Reasons(string field) =>
        field.StartsWith("0x", StringComparison.Ordinal)
        && ulong.TryParse(field.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? [.. ReasonBits.Where(reason => (bits & reason.Bit) != 0).Select(reason => reason.Word)]
            : [];
}
