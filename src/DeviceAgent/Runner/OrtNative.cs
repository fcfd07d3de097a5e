using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The one function of ONNX Runtime's C API that its C# library has no method for. The API is a table of functions that only
/// ever grows at its end (<c>onnxruntime_c_api.h</c>), so their places in it are fixed.
/// </summary>
internal static unsafe class OrtNative
{
    // AddExternalInitializersFromFilesInMemory came with 1.18; an older runtime gives no table of that version.
    private const uint ApiVersion = 18;
    private const int GetErrorMessagePlace = 2;
    private const int ReleaseStatusPlace = 93;
    private const int AddExternalInitializersPlace = 279;

    private static readonly nint Api = FindApi();

    /// <summary>Whether the runtime can take weights from memory.</summary>
    public static bool TakesWeightsFromMemory => Api != 0;

    /// <summary>Lets the session of these options find a weights file in memory, which must stay until the session has been created.</summary>
    /// <exception cref="NotSupportedException">The runtime refuses it.</exception>
    public static void AddWeights(SessionOptions options, string fileName, void* bytes, nuint length)
    {
        // Paths are UTF-16 in the Windows build of the runtime.
        var encoded = (OperatingSystem.IsWindows() ? Encoding.Unicode : Encoding.UTF8).GetBytes(fileName + '\0');
        fixed (byte* name = encoded)
        {
            var add = (delegate* unmanaged<nint, byte**, void**, nuint*, nuint, nint>)Function(AddExternalInitializersPlace);
            var first = name;
            var status = add(options.DangerousGetHandle(), &first, &bytes, &length, 1);
            if (status == 0) return;
            var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Function(GetErrorMessagePlace))(status));
            ((delegate* unmanaged<nint, void>)Function(ReleaseStatusPlace))(status);
            throw new NotSupportedException($"the weights cannot be given from memory: {message}");
        }
    }

    private static nint Function(int place) => Marshal.ReadIntPtr(Api, place * nint.Size);

    private static nint FindApi()
    {
        // On behalf of the C# library, so that both are certain to mean the same file.
        if (!NativeLibrary.TryLoad("onnxruntime", typeof(OrtEnv).Assembly, null, out var library)
            || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var getApiBase))
            return 0;
        var getApi = Marshal.ReadIntPtr(((delegate* unmanaged<nint>)getApiBase)());
        return ((delegate* unmanaged<uint, nint>)getApi)(ApiVersion);
    }
}
