namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>Parses the output of <c>nvpmodel</c>, which sets the power mode of a Jetson board.</summary>
internal static class Nvpmodel
{
    public const string Program = "nvpmodel";

    private const string Key = "NV Power Mode:";
    private const int MaxModeLength = 64;

    public static ToolCall Mode { get; } = new(Program, ["-q"]);

    /// <summary>The mode of <c>NV Power Mode: MAXN</c>, with or without warnings around it.</summary>
    public static string? ParseMode(string? output)
    {
        foreach (var line in output?.Split('\n') ?? [])
        {
            var at = line.IndexOf(Key, StringComparison.Ordinal);
            if (at >= 0) return line[(at + Key.Length)..].Trim() is { Length: > 0 and <= MaxModeLength } mode && !mode.Any(char.IsControl) ? mode : null;
        }

        return null;
    }
}
