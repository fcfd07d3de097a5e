using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class FirmwareThrottleTests
{
    [Theory]
    [InlineData("0x0", 0u)]
    [InlineData("50005", 0x50005u)]
    [InlineData("0xE0008", 0xE0008u)]
    public void Parse_reads_hexadecimal(string text, uint bits) => Assert.Equal(bits, FirmwareThrottle.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("yes")]
    [InlineData("-1")]
    [InlineData("0xFFFFFFFF")]
    [InlineData("123456789012345")]
    public void Parse_garbage_is_null(string? text) => Assert.Null(FirmwareThrottle.Parse(text));

    [Theory]
    [InlineData(0u, 0u, false)]
    [InlineData(0x50000u, 0x50000u, false)]
    [InlineData(0u, 0x4u, true)]
    [InlineData(0x40000u, 0x50000u, true)]
    [InlineData(0x50000u, 0x40000u, false)]
    public void IsSlowed_now_or_since_the_first_reading(uint before, uint after, bool expected)
    {
        Assert.Equal(expected, FirmwareThrottle.IsSlowed(before, after));
        Assert.False(FirmwareThrottle.IsSlowed(before, null));
    }

    [Fact]
    public void Reasons_are_words()
    {
        Assert.Equal(["under-voltage", "throttled"], FirmwareThrottle.Reasons(0x80005));
        Assert.Equal(["soft temperature limit"], FirmwareThrottle.ReasonsSinceStart(0x80005));
    }
}
