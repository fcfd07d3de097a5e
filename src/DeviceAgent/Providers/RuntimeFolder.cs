using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Lets this process use the native library of ONNX Runtime from a folder instead of the one that came with the agent.</summary>
internal static unsafe class RuntimeFolder
{
    /// <summary>The name by which the C# library loads the native one.</summary>
    private const string LibraryName = "onnxruntime";

    /// <summary>The C API that the C# library asks for; a runtime older than 1.31 does not have it.</summary>
    private const uint ApiVersion = 31;

    /// <summary>The native library's file on this system.</summary>
    public static string LibraryFileName { get; } =
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <summary>The library that was taken from a folder; 0 where none was.</summary>
    public static nint Library { get; private set; }

    /// <summary>Takes the library from a folder; to be called once, before anything of ONNX Runtime is used.</summary>
    /// <exception cref="AgentException">It cannot be loaded, is no ONNX Runtime or too old.</exception>
    public static void Use(string folder)
    {
        var path = Path.Combine(folder, LibraryFileName);
        Library = Load(path);
        if (!NativeLibrary.TryGetExport(Library, "OrtGetApiBase", out var getApiBase))
            throw new AgentException($"The runtime folder's {path} is not ONNX Runtime: it has no OrtGetApiBase.");
        var apiBase = (nint*)((delegate* unmanaged<nint>)getApiBase)();
        if (((delegate* unmanaged<uint, nint>)apiBase[0])(ApiVersion) == 0)
        {
            var version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])());
            throw new AgentException($"The runtime folder's {path} is ONNX Runtime {version}; this agent needs 1.{ApiVersion} or later.");
        }

        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == LibraryName ? Library : 0;

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            // The last line is the loader's own; what stands before it is general advice.
            var words = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new AgentException($"The runtime folder's library cannot be loaded: {words}.");
        }
    }
}
