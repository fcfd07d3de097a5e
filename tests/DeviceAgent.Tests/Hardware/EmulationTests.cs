using System.Runtime.InteropServices;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Hardware;

/// <summary>Made-up machines: what the kernel runs is the emulator, whatever the emulated program is.</summary>
public sealed class EmulationTests : IDisposable
{
    private const ushort X64 = 62;
    private const ushort Arm64 = 183;

    private readonly TemporaryDirectory _root = new();

    [Fact]
    public void Find_this_machine_runs_its_own_instructions() => Assert.Null(Emulation.Find(new SystemFiles()));

    [Theory]
    [InlineData(Architecture.Arm64, X64, "qemu-aarch64-static")]
    [InlineData(Architecture.X64, Arm64, "box64")]
    public void Find_other_machine_in_the_running_program_is_its_name(Architecture process, ushort machine, string program)
    {
        Program(machine, program);
        Assert.Equal(program, Emulation.Find(new SystemFiles(_root.Path), process, process));
    }

    [Theory]
    [InlineData(Architecture.Arm64, Arm64)]
    [InlineData(Architecture.X64, X64)]
    [InlineData(Architecture.Arm, Arm64)]
    [InlineData(Architecture.X86, X64)]
    public void Find_program_of_the_same_machine_or_its_32_bit_mode_is_none(Architecture process, ushort machine)
    {
        Program(machine, "dotnet");
        Assert.Null(Emulation.Find(new SystemFiles(_root.Path), process, process));
    }

    [Theory]
    [InlineData(Architecture.Arm64, "vendor_id\t: AuthenticAMD\n", Emulation.Unnamed)]
    [InlineData(Architecture.X64, "CPU implementer\t: 0x41\n", Emulation.Unnamed)]
    [InlineData(Architecture.X64, "vendor_id\t: GenuineIntel\n", null)]
    [InlineData(Architecture.Arm64, "CPU implementer\t: 0x41\n", null)]
    [InlineData(Architecture.Arm64, "nonsense", null)]
    public void Find_processor_of_the_other_kind_tells_it_as_well(Architecture process, string cpuInfo, string? expected)
    {
        _root.Write("proc/cpuinfo", cpuInfo);
        Assert.Equal(expected, Emulation.Find(new SystemFiles(_root.Path), process, process));
    }

    [Fact]
    public void Find_system_that_says_another_architecture_translates() =>
        Assert.Equal(Emulation.Unnamed, Emulation.Find(new SystemFiles(_root.Path), Architecture.X64, Architecture.Arm64));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x7f, (byte)'E', (byte)'L' })]
    public void Find_program_that_is_cut_off_is_none(byte[] bytes)
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "proc/thread-self"));
        File.WriteAllBytes(Path.Combine(_root.Path, "proc/thread-self/exe"), bytes);
        Assert.Null(Emulation.Find(new SystemFiles(_root.Path), Architecture.X64, Architecture.X64));
    }

    public void Dispose() => _root.Dispose();

    private void Program(ushort machine, string name)
    {
        var header = new byte[64];
        ((byte[])[0x7f, 0x45, 0x4c, 0x46]).CopyTo(header, 0);
        header[18] = (byte)machine;
        var program = Path.Combine(_root.Path, name);
        File.WriteAllBytes(program, header);
        Directory.CreateDirectory(Path.Combine(_root.Path, "proc/thread-self"));
        File.CreateSymbolicLink(Path.Combine(_root.Path, "proc/thread-self/exe"), program);
    }
}
