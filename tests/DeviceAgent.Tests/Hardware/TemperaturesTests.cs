using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class TemperaturesTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    private long? HottestMillidegrees => new Temperatures(new SystemFiles(_root.Path)).HottestMillidegrees();

    [Fact]
    public void Hottest_machine_without_a_sensor_is_null() => Assert.Null(HottestMillidegrees);

    [Fact]
    public void Hottest_is_over_zones_that_make_sense()
    {
        _root.Write("sys/class/thermal/thermal_zone0/temp", "41000\n");
        _root.Write("sys/class/thermal/thermal_zone1/temp", "-274000\n");
        _root.Write("sys/class/thermal/thermal_zone2/temp", "4294967295\n");
        _root.Write("sys/class/thermal/cooling_device0/temp", "99000\n");
        Assert.Equal(41_000, HottestMillidegrees);
    }

    [Fact]
    public void Hottest_processor_without_a_zone_is_read_from_its_sensor()
    {
        _root.Write("sys/class/hwmon/hwmon0/name", "nvme\n");
        _root.Write("sys/class/hwmon/hwmon0/temp1_input", "70000\n");
        _root.Write("sys/class/hwmon/hwmon1/name", "k10temp\n");
        _root.Write("sys/class/hwmon/hwmon1/temp1_input", "52125\n");
        _root.Write("sys/class/hwmon/hwmon1/temp3_input", "48000\n");
        Assert.Equal(52_125, HottestMillidegrees);
    }

    public void Dispose() => _root.Dispose();
}
