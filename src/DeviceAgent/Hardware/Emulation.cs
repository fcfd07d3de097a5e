using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>
/// Finds the emulator that translates the instructions of this process, such as qemu-user, Box64 or Rosetta. Emulators answer uname(2) and
/// <c>/proc/self</c> as the emulated machine would; what they leave alone gives them away.
/// </summary>
internal static class Emulation
{
    /// <summary>The name where the emulator does not tell its own.</summary>
    public const string Unnamed = "unknown";

    private const string Executable = "proc/thread-self/exe";
    private const int HeaderBytes = 20;
    private const int MachineOffset = 18;
    private const ushort MachineX64 = 62;
    private const ushort MachineArm64 = 183;

    /// <summary>Returns the emulator of this process; null where none is seen.</summary>
    public static string? Find(SystemFiles files) => Find(files, RuntimeInformation.ProcessArchitecture, RuntimeInformation.OSArchitecture);

    /// <summary>Returns the emulator of a process; null where none is seen.</summary>
    /// <param name="files">The operating system's files.</param>
    /// <param name="process">The architecture for which the process was compiled.</param>
    /// <param name="system">The architecture that the operating system tells.</param>
    public static string? Find(SystemFiles files, Architecture process, Architecture system)
    {
        if (process is not (Architecture.X64 or Architecture.Arm64)) return null;
        if (Machine(files) is { } machine && machine != process) return files.LinkName(Executable) ?? Unnamed;
        if (Processor(files) is { } processor && processor != process) return Unnamed;
        return system is Architecture.X64 or Architecture.Arm64 && system != process ? Unnamed : null;
    }

    /// <summary>The architecture of the program that the kernel runs, which is the emulator where there is one.</summary>
    private static Architecture? Machine(SystemFiles files)
    {
        if (files.Head(Executable, HeaderBytes) is not { Length: HeaderBytes } header || !header.AsSpan(0, 4).SequenceEqual("\u007fELF"u8)) return null;
        return BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(MachineOffset)) switch
        {
            MachineX64 => Architecture.X64,
            MachineArm64 => Architecture.Arm64,
            _ => null,
        };
    }

    private static Architecture? Processor(SystemFiles files)
    {
        const string path = "proc/cpuinfo";
        if (files.Field(path, "vendor_id") is not null) return Architecture.X64;
        return files.Field(path, "CPU implementer") is not null ? Architecture.Arm64 : null;
    }
}
