using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Tests.Hardware.Tools;

public sealed class VcgencmdTests
{
    [Fact]
    public void Parse_reads_what_a_raspberry_pi_writes()
    {
        Assert.Equal(0x50005u, Vcgencmd.ParseThrottled("throttled=0x50005\n"));
        Assert.Equal(48_300, Vcgencmd.ParseTemperature("temp=48.3'C\n"));
        Assert.Equal(1_500_398, Vcgencmd.ParseClock("frequency(48)=1500398464\n"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("VCHI initialization failed\n")]
    [InlineData("error=1 error_msg=\"Command not registered\"\n")]
    [InlineData("throttled=")]
    [InlineData("throttled=0xFFFFFFFF")]
    [InlineData("temp=999'C")]
    [InlineData("temp=NaN'C")]
    [InlineData("temp=48.3")]
    [InlineData("frequency(48)=150")]
    [InlineData("frequency(48)=-1")]
    [InlineData("frequency=5")]
    public void Parse_anything_else_is_null(string? output)
    {
        Assert.Null(Vcgencmd.ParseThrottled(output));
        Assert.Null(Vcgencmd.ParseTemperature(output));
        Assert.Null(Vcgencmd.ParseClock(output));
    }
}
