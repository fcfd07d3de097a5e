using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class CoreMeterTests
{
    [Fact]
    public void Read_is_of_the_order_of_the_cycles_of_its_steps()
    {
        var reading = new CoreMeter().Read();
        // Three to twenty cycles a step at 0.2 to 10 GHz.
        Assert.InRange(reading.ClockNs, CoreMeter.ClockSteps * 3 / 10, CoreMeter.ClockSteps * 20 * 5);
        Assert.InRange(reading.MinRatio, double.Epsilon, reading.Ratio);
    }

    [Fact]
    public void CoreReadings_take_the_mean_clock_and_the_worse_end()
    {
        Assert.Equal(new CoreReadings(150, 4, 1.9), CoreReadings.Of(new CoreReading(100, 2, 1.9), new CoreReading(200, 4, 2)));
    }
}
