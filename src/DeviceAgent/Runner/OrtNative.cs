using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LatBench.DeviceAgent.Providers;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// Functions of ONNX Runtime's C API that its C# library has no method for, or none without allocating. The API is a table of functions that
/// only ever grows at its end (<c>onnxruntime_c_api.h</c>), so their places in it are fixed.
/// </summary>
internal static unsafe class OrtNative
{
    // AddExternalInitializersFromFilesInMemory came with 1.18; an older runtime gives no table of that version.
    private const uint ApiVersion = 18;
    private const int GetErrorMessagePlace = 2;
    private const int ReleaseStatusPlace = 93;
    private const int BindInputPlace = 136;
    private const int AddExternalInitializersPlace = 279;
    private const int AssignmentPlace = 407;
    private const int AssignedProviderPlace = 408;
    private const int AssignedNodesPlace = 409;
    private const int AssignedNamePlace = 410;
    private const int AssignedOperatorPlace = 412;

    private static readonly nint Api = FindApi();

    /// <summary>Gets a value indicating whether the runtime can take weights from memory.</summary>
    public static bool TakesWeightsFromMemory => Api != 0;

    /// <summary>Gets the table of functions; 0 where the runtime has none.</summary>
    public static nint Table => Api;

    /// <summary>Gets the functions that give a table by its version, and the version of the runtime; null where it has none.</summary>
    public static nint* Base => FindBase();

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
            if (TakeError(status) is { } message) throw new NotSupportedException($"the weights cannot be given from memory: {message}");
        }
    }

    /// <summary>Binds an input anew, which copies it to where the session's provider wants it. Allocates no managed memory.</summary>
    /// <param name="binding">The binding.</param>
    /// <param name="name">Name of the input, UTF-8 with a zero at its end.</param>
    /// <param name="value">The value, <see cref="Handle(OrtValue)"/>.</param>
    /// <exception cref="OrtNativeException">The runtime refuses it.</exception>
    public static void BindInput(OrtIoBinding binding, ReadOnlySpan<byte> name, nint value)
    {
        fixed (byte* first = name)
        {
            var status = ((delegate* unmanaged<nint, byte*, nint, nint>)Function(BindInputPlace))(binding.DangerousGetHandle(), first, value);
            if (status != 0) throw new OrtNativeException(TakeError(status)!);
        }
    }

    /// <summary>Returns the nodes of a session's graph, each with the provider that it went to. The session recorded it; needs ONNX Runtime 1.24.</summary>
    /// <exception cref="OrtNativeException">The runtime does not tell.</exception>
    public static IReadOnlyList<(string Provider, string Operator, string Node)> Assignment(InferenceSession session)
    {
        nint* subgraphs;
        nuint count;
        Check(((delegate* unmanaged<nint, nint**, nuint*, nint>)Function(AssignmentPlace))(Handle(session), &subgraphs, &count));
        var assigned = new List<(string, string, string)>();
        for (nuint index = 0; index < count; index++)
        {
            nint* nodes;
            nuint length;
            var provider = Text(AssignedProviderPlace, subgraphs[index]);
            Check(((delegate* unmanaged<nint, nint**, nuint*, nint>)Function(AssignedNodesPlace))(subgraphs[index], &nodes, &length));
            for (nuint node = 0; node < length; node++)
                assigned.Add((provider, Text(AssignedOperatorPlace, nodes[node]), Text(AssignedNamePlace, nodes[node])));
        }

        return assigned;
    }

    /// <summary>The native value behind a value.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    public static extern nint Handle(OrtValue value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    private static extern nint Handle(InferenceSession session);

    private static string Text(int place, nint of)
    {
        byte* text;
        Check(((delegate* unmanaged<nint, byte**, nint>)Function(place))(of, &text));
        return Marshal.PtrToStringUTF8((nint)text)!;
    }

    private static void Check(nint status)
    {
        if (TakeError(status) is { } message) throw new OrtNativeException(message);
    }

    /// <summary>The message of a status, which is released; null for success.</summary>
    public static string? TakeError(nint status)
    {
        if (status == 0) return null;
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Function(GetErrorMessagePlace))(status));
        ((delegate* unmanaged<nint, void>)Function(ReleaseStatusPlace))(status);
        return message ?? "";
    }

    private static nint Function(int place) => Marshal.ReadIntPtr(Api, place * nint.Size);

    private static nint FindApi()
    {
        var found = FindBase();
        return found == null ? 0 : ((delegate* unmanaged<uint, nint>)found[0])(ApiVersion);
    }

    private static nint* FindBase()
    {
        // On behalf of the C# library, so that both are certain to mean the same file.
        var library = RuntimeFolder.Library;
        if ((library == 0 && !NativeLibrary.TryLoad("onnxruntime", typeof(OrtEnv).Assembly, null, out library))
            || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var getApiBase))
            return null;
        return (nint*)((delegate* unmanaged<nint>)getApiBase)();
    }
}

/// <summary>A function of the C API failed; the message is the runtime's.</summary>
internal sealed class OrtNativeException(string message) : Exception(message);
