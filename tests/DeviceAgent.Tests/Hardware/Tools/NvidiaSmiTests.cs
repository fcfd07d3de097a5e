using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Tests.Hardware.Tools;

public sealed class NvidiaSmiTests
{
    [Fact]
    public void Parse_two_processors()
    {
        var gpus = NvidiaSmi.Parse("""
            550.54.15, P0, 34, 1980, 2619, 700.00, 0x0000000000000000, NVIDIA H200
            550.54.15, P2, 83, 1410, 1593, 400.00, 0x0000000000000024, NVIDIA A100-SXM4-80GB, rev 2

            """)!;
        Assert.Equal(2, gpus.Count);
        Assert.Equal("NVIDIA H200", gpus[0].Name);
        Assert.Equal(("550.54.15", "P0"), (gpus[0].DriverVersion, gpus[0].PerformanceState));
        Assert.Equal((34_000, 1_980_000, 2_619_000, 700_000), (gpus[0].TemperatureMillidegrees, gpus[0].GraphicsClockKhz, gpus[0].MemoryClockKhz, gpus[0].PowerLimitMilliwatts));
        Assert.Empty(gpus[0].ThrottleReasons);
        Assert.Equal("NVIDIA A100-SXM4-80GB, rev 2", gpus[1].Name);
        Assert.Equal(["sw-power-cap", "sw-thermal-slowdown"], gpus[1].ThrottleReasons);
    }

    [Fact]
    public void Parse_what_a_card_does_not_support_is_null()
    {
        var gpu = Assert.Single(NvidiaSmi.Parse("470.1, [N/A], [Unknown Error], [Not Supported], N/A, [Insufficient Permissions], [N/A], NVIDIA GeForce GT 710\n")!);
        Assert.Equal("NVIDIA GeForce GT 710", gpu.Name);
        Assert.Null(gpu.PerformanceState);
        Assert.Null(gpu.TemperatureMillidegrees);
        Assert.Null(gpu.GraphicsClockKhz);
        Assert.Null(gpu.MemoryClockKhz);
        Assert.Null(gpu.PowerLimitMilliwatts);
        Assert.Empty(gpu.ThrottleReasons);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n")]
    [InlineData("No devices were found\n")]
    [InlineData("1,2,3,4,5,6,7,\n")]
    [InlineData("Field \"clocks_event_reasons.active\" is not a valid field to query.\n")]
    public void Parse_complaint_is_null(string? output) => Assert.Null(NvidiaSmi.Parse(output));

    [Theory]
    [InlineData("gpu-idle", false)]
    [InlineData("applications-clocks-setting", false)]
    [InlineData("sw-power-cap", true)]
    [InlineData("hw-thermal-slowdown", true)]
    [InlineData("anything", false)]
    public void IsSlowing_idleness_and_settings_are_no_throttling(string reason, bool slows) => Assert.Equal(slows, NvidiaSmi.IsSlowing(reason));
}
