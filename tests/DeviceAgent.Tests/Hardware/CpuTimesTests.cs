using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class CpuTimesTests
{
    [Fact]
    public void Parse_line_of_the_kernel() =>
        Assert.Equal(new CpuTimes(TotalMs: 360, IdleMs: 90, StealMs: 80), CpuTimes.Parse("cpu  1 2 3 4 5 6 7 8 9 10"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4 5 6 7 8")]
    [InlineData("cpu 1 2 3 4 5 6 7")]
    [InlineData("cpu 1 2 3 4 5 6 7 -8")]
    [InlineData("cpu 1 2 3 4 5 6 7 9223372036854775807")]
    [InlineData("cpu a b c d e f g h")]
    public void Parse_garbage_is_null(string? line) => Assert.Null(CpuTimes.Parse(line));
}
