using CsCheck;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Settings.Values;

namespace LatBench.DeviceAgent.Tests.Hardware.Tools;

/// <summary>Tools of other versions, in other languages, or broken: whatever they write is null or plausible, and nothing throws.</summary>
public sealed class ParserFuzzTests
{
    private static readonly Gen<string> Output = Gen.OneOf(
        FakeMachine.Garbage.Select(System.Text.Encoding.UTF8.GetString),
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 60], Gen.Char).Select((seed, at, with) => Bend(seed, at, with)));

    private static readonly string[] Good =
    [
        "throttled=0x50005", "temp=48.3'C", "frequency(48)=1500398464", "NV Power Mode: MAXN\n0", "GR3D_FREQ 0%@[305,305] gpu@43.2C",
        "550.54.15, P0, 34, 1980, 2619, 700.00, 0x0000000000000000, NVIDIA H200", "cpu 1 2 3 4 5 6 7 8", "0-3,6",
    ];

    [Fact]
    public void Parse_never_throws_and_never_invents() => Output.Sample(
        text =>
        {
            Assert.InRange(Vcgencmd.ParseTemperature(text) ?? 0, -40_000, 150_000);
            Assert.True(Vcgencmd.ParseClock(text) is null or > 0);
            Assert.True(((Vcgencmd.ParseThrottled(text) ?? 0) & ~0xF000Fu) == 0);
            FakeMachine.RequirePrintable(Nvpmodel.ParseMode(text));
            Assert.True(Tegrastats.Parse(text)?.GraphicsClockKhz is null or > 0);
            Assert.All(NvidiaSmi.Parse(text) ?? [], gpu =>
            {
                FakeMachine.RequirePrintable(gpu.Name);
                Assert.InRange(gpu.TemperatureMillidegrees ?? 0, -40_000, 200_000);
                Assert.True(gpu.PowerLimitMilliwatts is null or >= 0);
            });
            Assert.True(CpuTimes.Parse(text) is null or { TotalMs: >= 0, StealMs: >= 0 });
            Assert.All(CpuList.Parse(text) ?? [], cpu => Assert.InRange(cpu, 0, 1023));
        },
        iter: 20_000,
        threads: 1,
        seed: "0000KOIPe036");

    private static string Bend(int line, int at, char with) =>
        at < Good[line].Length ? Good[line][..at] + with + Good[line][(at + 1)..] : Good[line][..^(at % Good[line].Length)];
}
