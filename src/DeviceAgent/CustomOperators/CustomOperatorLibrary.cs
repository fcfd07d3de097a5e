using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LatBench.DeviceAgent.Runner;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.CustomOperators;

/// <summary>
/// Lists the operators of a library. ONNX Runtime registers a library and says nothing of what is in it; so the library is given a copy of the table of the C API whose functions that make
/// domains and add operators to them note the names first. To be used in a process of its own, as the library may do anything.
/// </summary>
internal static unsafe class CustomOperatorLibrary
{
    private const string EntryPoint = "RegisterCustomOps";
    private const int CreateDomainPlace = 26;
    private const int AddOperatorPlace = 27;

    /// <summary>The functions of version 1.30, the oldest that is served; later versions have more, which no library needs to register.</summary>
    private const int Functions = 415;

    private static readonly List<string> Found = [];
    private static readonly Dictionary<nint, string> Domains = [];

    private static nint* _real;
    private static nint _copy;

    /// <summary>Lists the operators of a library, as <c>domain.Type</c>.</summary>
    /// <param name="path">The full path of the library.</param>
    /// <exception cref="AgentException">It cannot be loaded, or is no such library.</exception>
    public static IReadOnlyList<string> List(string path)
    {
        Found.Clear();
        var library = Load(path);
        if (!NativeLibrary.TryGetExport(library, EntryPoint, out var register))
            throw new AgentException($"{path} is no library of custom operators: it has no function {EntryPoint}.");
        Prepare();
        nint* apiBase = stackalloc nint[2];
        apiBase[0] = (nint)(delegate* unmanaged[Cdecl]<uint, nint>)&GetApi;
        apiBase[1] = (nint)(delegate* unmanaged[Cdecl]<nint>)&GetVersion;
        using var options = new SessionOptions();
        var status = ((delegate* unmanaged[Cdecl]<nint, nint*, nint>)register)(options.DangerousGetHandle(), apiBase);
        if (OrtNative.TakeError(status) is { } message)
            throw new AgentException($"The library {path} did not register its custom operators: {message.TrimEnd('.')}.");
        if (Found.Count == 0)
            throw new AgentException($"The library {path} registers no custom operator with the API that it is given: leave it away, or build it against the C API (onnxruntime_c_api.h) without a runtime of its own.");
        return [.. Found.Distinct().Order(StringComparer.Ordinal)];
    }

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            var words = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new AgentException($"The library of custom operators cannot be loaded: {words.TrimEnd('.')}.");
        }
    }

    private static void Prepare()
    {
        if (_copy != 0) return;
        _real = (nint*)OrtNative.Table;
        var copy = (nint*)NativeMemory.Alloc(Functions, (nuint)sizeof(nint));
        Unsafe.CopyBlock(copy, _real, Functions * (uint)sizeof(nint));
        copy[CreateDomainPlace] = (nint)(delegate* unmanaged[Cdecl]<byte*, nint*, nint>)&CreateDomain;
        copy[AddOperatorPlace] = (nint)(delegate* unmanaged[Cdecl]<nint, nint*, nint>)&AddOperator;
        _copy = (nint)copy;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint GetApi(uint version) => ((delegate* unmanaged[Cdecl]<uint, nint>)OrtNative.Base[0])(version) == 0 ? 0 : _copy;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint GetVersion() => ((delegate* unmanaged[Cdecl]<nint>)OrtNative.Base[1])();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CreateDomain(byte* name, nint* created)
    {
        var status = ((delegate* unmanaged[Cdecl]<byte*, nint*, nint>)_real[CreateDomainPlace])(name, created);
        if (status == 0) Domains[*created] = Marshal.PtrToStringUTF8((nint)name) ?? "";
        return status;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint AddOperator(nint domain, nint* custom)
    {
        var status = ((delegate* unmanaged[Cdecl]<nint, nint*, nint>)_real[AddOperatorPlace])(domain, custom);
        // The third member of OrtCustomOp, after the version, which is padded, and CreateKernel.
        if (status == 0 && Domains.TryGetValue(domain, out var name))
            Found.Add(CustomOperatorName.Of(name, Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint*, nint>)custom[2])(custom)) ?? ""));
        return status;
    }
}
