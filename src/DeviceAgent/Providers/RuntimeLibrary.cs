using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LatBench.DeviceAgent.Providers;

/// <summary>A native library of ONNX Runtime that this process has loaded.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Handle">The handle of the library.</param>
/// <param name="Version">The version, as the library reports it.</param>
internal sealed record RuntimeLibrary(string Path, nint Handle, string Version)
{
    private const int ElfHeaderLength = 20;

    /// <summary>Gets the newest version of the C API that the library has: the second number of its version.</summary>
    public uint ApiVersion => Version.Split('.') is [_, var minor, ..] && uint.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var api) ? api : 0;

    /// <summary>Loads the library of a folder, which this process then has until it ends.</summary>
    /// <exception cref="AgentException">There is none, or it cannot be loaded, or is no ONNX Runtime.</exception>
    public static unsafe RuntimeLibrary Load(string folder)
    {
        var path = System.IO.Path.Combine(folder, RuntimeFolder.LibraryFileName);
        if (!File.Exists(path)) throw new AgentException($"The runtime folder {folder} has no {RuntimeFolder.LibraryFileName}.");
        // The loader says of a library of another machine that there is no such file.
        if (ElfMachine(path) is { } machine && machine != RuntimeInformation.ProcessArchitecture)
        {
            throw new AgentException(
                $"The runtime folder's {path} is for {machine.ToString().ToLowerInvariant()}, and this machine is {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}.");
        }

        var handle = LoadFile(path);
        if (!NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out var getApiBase))
            throw new AgentException($"The runtime folder's {path} is not ONNX Runtime: it has no OrtGetApiBase.");
        var apiBase = (nint*)((delegate* unmanaged<nint>)getApiBase)();
        return new RuntimeLibrary(path, handle, Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "");
    }

    private static nint LoadFile(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            // The last line is the loader's own; what stands before it is general advice.
            var words = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new AgentException($"The runtime folder's library cannot be loaded: {words.TrimEnd('.')}.");
        }
    }

    /// <summary>Returns the architecture that an ELF file is for; null where it is none, or for another architecture than .NET has.</summary>
    private static Architecture? ElfMachine(string path)
    {
        var header = new byte[ElfHeaderLength];
        try
        {
            using var file = File.OpenRead(path);
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan(0, 4).SequenceEqual("\u007fELF"u8)) return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"The runtime folder's library cannot be loaded: {exception.Message.TrimEnd('.')}.");
        }

        // e_machine of the ELF specification; the machines that .NET runs on have the lower byte first, but for s390x.
        return BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(18)) switch
        {
            3 => Architecture.X86,
            40 => Architecture.Arm,
            62 => Architecture.X64,
            183 => Architecture.Arm64,
            243 => Architecture.RiscV64,
            258 => Architecture.LoongArch64,
            _ => null,
        };
    }
}
