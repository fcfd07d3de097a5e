using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Tests.Hardware.Tools;

/// <summary><c>nvpmodel</c> and <c>tegrastats</c>.</summary>
public sealed class JetsonToolsTests
{
    private const string Orin =
        "04-12-2023 10:22:11 RAM 3210/15389MB (lfb 2x4MB) SWAP 0/7694MB (cached 0MB) CPU [2%@1190,0%@1190,off,off] EMC_FREQ 0%@2133 "
        + "GR3D_FREQ 12%@[305,611] NVENC off NVDEC off APE 174 CPU@45.9C tboard@36.2C soc2@42C tj@45.9C GPU@43.2C VDD_GPU_SOC 2406mW/2406mW";

    private const string Nano =
        "RAM 1903/3956MB (lfb 4x2MB) IRAM 0/252kB(lfb 252kB) CPU [9%@102,5%@102,off,off] EMC_FREQ 0%@204 GR3D_FREQ 0%@76 APE 25 "
        + "PLL@31C CPU@33.5C PMIC@100C GPU@32.5C AO@39C thermal@33C POM_5V_IN 1525/1525";

    [Theory]
    [InlineData(Orin, 611_000, 43_200)]
    [InlineData(Nano, 76_000, 32_500)]
    public void Parse_line_of_tegrastats_gives_clock_and_temperature(string line, long clockKhz, long millidegrees)
    {
        var gpu = Tegrastats.Parse(line)!;
        Assert.Equal("GR3D", gpu.Name);
        Assert.Equal(clockKhz, gpu.GraphicsClockKhz);
        Assert.Equal(millidegrees, gpu.TemperatureMillidegrees);
        Assert.Empty(gpu.ThrottleReasons);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tegrastats: not permitted")]
    [InlineData("GR3D_FREQ 0%")]
    [InlineData("CPU@45C")]
    public void Parse_line_without_either_is_null(string? line) => Assert.Null(Tegrastats.Parse(line));

    [Theory]
    [InlineData("NV Power Mode: MAXN\n0\n", "MAXN")]
    [InlineData("NVPM WARN: fan mode is not set!\nNV Power Mode: MODE_15W_2CORE\n2\n", "MODE_15W_2CORE")]
    [InlineData("NV Fan Mode:quiet\nNV Power Mode: 15W\n2", "15W")]
    [InlineData("NV Power Mode:\n", null)]
    [InlineData("no such device", null)]
    [InlineData(null, null)]
    public void ParseMode_finds_the_mode(string? output, string? mode) => Assert.Equal(mode, Nvpmodel.ParseMode(output));
}
