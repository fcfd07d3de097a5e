using System.Reflection;
using System.Runtime.InteropServices;
using LatBench.Contracts.V1;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Describes what runs on the machine.</summary>
internal static class SoftwareProbe
{
    /// <summary>Version of this agent.</summary>
    public static string AgentVersion { get; } =
        typeof(SoftwareProbe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static Software Describe(SystemFiles files, IReadOnlyList<Precision> precisions, IReadOnlyList<string> customOperators)
    {
        var software = new Software
        {
            AgentVersion = AgentVersion,
            OperatingSystem = OperatingSystemName(files),
            Protocols = { MeasurementProtocol.Name },
            Precisions = { precisions },
            CustomOperators = { customOperators },
        };
        if (Kernel(files) is { } kernel) software.Kernel = kernel;
        return software;
    }

    public static string? Kernel(SystemFiles files) => files.Word("proc/sys/kernel/osrelease");

    private static string OperatingSystemName(SystemFiles files)
    {
        const string key = "PRETTY_NAME=";
        var line = files.Lines("etc/os-release").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null ? RuntimeInformation.OSDescription : line[key.Length..].Trim('"', '\'');
    }
}
