using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

/// <summary>
/// Gives a session the weights file from memory. ONNX Runtime 1.31's C# library has no method for it, the C API has
/// (<c>AddExternalInitializersFromFilesInMemory</c>, since 1.18); its table of functions only ever grows at its end.
/// </summary>
internal static class NativeWeights
{
    private const uint ApiVersion = 18;

    private const int GetErrorMessagePlace = 2;

    private const int AddPlace = 279;

    private delegate nint GetApi(uint version);

    private delegate nint GetErrorMessage(nint status);

    private delegate nint Add(nint options, nint[] names, nint[] buffers, nuint[] lengths, nuint count);

    /// <summary>The buffer is copied while a session is created; until then it must stay where it is.</summary>
    public static void AddTo(SessionOptions options, string fileName, nint buffer, int length)
    {
        var api = Marshal.GetDelegateForFunctionPointer<GetApi>(Marshal.ReadIntPtr(OrtGetApiBase()))(ApiVersion);
        var name = OperatingSystem.IsWindows() ? Marshal.StringToCoTaskMemUni(fileName) : Marshal.StringToCoTaskMemUTF8(fileName);
        var status = Function<Add>(api, AddPlace)(options.DangerousGetHandle(), [name], [buffer], [(nuint)length], 1);
        Marshal.FreeCoTaskMem(name);
        if (status != 0)
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(Function<GetErrorMessage>(api, GetErrorMessagePlace)(status)));
    }

    private static T Function<T>(nint api, int place)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(api, place * nint.Size));

    [DllImport("onnxruntime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern nint OrtGetApiBase();
}
