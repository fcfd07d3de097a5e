using System.Runtime.InteropServices;

namespace LatBench.Onnx;

/// <summary>The telemetry of ONNX Runtime, which its official builds send to their maker unless they are told not to.</summary>
public static partial class RuntimeTelemetry
{
    /// <summary>Environment variable that ONNX Runtime reads when it is loaded.</summary>
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    private const string Yes = "1";

    /// <summary>Switches it off in this process and in those that it starts; before ONNX Runtime is loaded, and best before there are other threads.</summary>
    public static void Disable()
    {
        if (Environment.GetEnvironmentVariable(Variable) == Yes)
            return;
        Environment.SetEnvironmentVariable(Variable, Yes);
        // .NET keeps a copy of the environment: native code does not see what is set there.
        if (!OperatingSystem.IsWindows())
            _ = SetVariable(Variable, Yes, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
