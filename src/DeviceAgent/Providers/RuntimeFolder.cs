using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Lets this process use the native library of ONNX Runtime from a folder instead of the one that came with the agent.</summary>
internal static class RuntimeFolder
{
    /// <summary>The name by which the C# library loads the native one.</summary>
    private const string LibraryName = "onnxruntime";

    /// <summary>The native library's file on this system.</summary>
    public static string LibraryFileName { get; } =
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <summary>The library that was taken from a folder; 0 where none was.</summary>
    public static nint Library { get; private set; }

    /// <summary>Takes the library from a folder; to be called once, before anything of ONNX Runtime is used.</summary>
    /// <exception cref="AgentException">It cannot be loaded, is no ONNX Runtime or too old.</exception>
    public static void Use(string folder)
    {
        var library = RuntimeLibrary.Load(folder);
        if (RuntimeBinding.IsOwn && library.ApiVersion < RuntimeBinding.OwnApiVersion)
        {
            throw new AgentException(
                $"The runtime folder's {library.Path} is ONNX Runtime {library.Version}; this agent needs 1.{RuntimeBinding.OldestApiVersion} or later, "
                + $"or {RuntimeBinding.FileName} of version {library.Version} beside it (NuGet package Microsoft.ML.OnnxRuntime.Managed).");
        }

        Library = library.Handle;
        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == LibraryName ? Library : 0;
}
