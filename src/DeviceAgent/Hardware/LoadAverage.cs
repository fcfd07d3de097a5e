using System.Globalization;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>The load average over one minute.</summary>
internal static class LoadAverage
{
    private const double Highest = 1e6;

    /// <summary>The load; null where the system does not tell.</summary>
    public static double? Read(SystemFiles files) =>
        double.TryParse(files.Text("proc/loadavg")?.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var load) && load <= Highest
            ? load
            : null;
}
