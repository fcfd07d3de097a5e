using System.Reflection;
using System.Runtime.InteropServices;

namespace LatBench.TestKit;

/// <summary>A native library of ONNX Runtime that is older than the one that LatBench uses, from its NuGet package.</summary>
public static class OlderRuntime
{
    /// <summary>The version of the library.</summary>
    public const string Version = "1.30.0";

    private static string Runtimes => Path.Combine(
        typeof(OlderRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "OlderRuntime").Value!, "runtimes");

    private static string System => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    /// <summary>Gets the folder of the library for this machine.</summary>
    public static string Folder => Path.Combine(Runtimes, $"{System}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native");

    /// <summary>Returns the library for Linux on an architecture.</summary>
    /// <param name="architecture"><c>x64</c> or <c>arm64</c>.</param>
    public static string Library(string architecture) => Path.Combine(Runtimes, $"linux-{architecture}", "native", "libonnxruntime.so");
}
