using System.Globalization;
using System.Runtime.InteropServices;

namespace LatBench.Bench;

/// <summary>The machine that a figure was measured on.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} CPUs usable, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The load averages over 1, 5 and 15 minutes.</summary>
    public static string Load()
    {
        const string file = "/proc/loadavg";
        return File.Exists(file) ? string.Join(' ', File.ReadAllText(file).Split(' ')[..3]) : "unknown";
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var model = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(IsModel) : null;
        return model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static bool IsModel(string line) => line.StartsWith("model name", StringComparison.Ordinal);
}
