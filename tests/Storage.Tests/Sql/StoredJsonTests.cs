using System.Globalization;
using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Tests.Sql;

/// <summary>The JSON that old databases hold: a change here needs a migration.</summary>
public sealed class StoredJsonTests
{
    [Fact]
    public void Write_shapes_are_frozen()
    {
        Assert.Equal(
            """{"minPasses":5,"maxPasses":40,"maxRelativeError":0.02,"minSpread":"00:02:00","minBlockDuration":"00:00:00.0060000","minBlockSamples":5,"maxWarmUpInferences":20,"seed":1,"modelTimeout":"00:01:00"}""",
            StoredJson.Write(new MeasurementProtocol()));
        Assert.Equal(
            """{"cpuModel":"Some CPU @ 2 GHz","architecture":"x64","logicalCpus":4,"usableCpus":2,"memoryBytes":17179869184,"gpus":["One","Two"]}""",
            StoredJson.Write(TestData.NewDevice("lab").Hardware));
        Assert.Equal(
            """{"agentVersion":"0.1.0","operatingSystem":"Some Linux 1","kernel":"6.1","protocols":["latbench/1"],"precisions":["fp32"]}""",
            StoredJson.Write(TestData.NewDevice("lab").Software));
        Assert.Equal(
            """{"loadAverage1m":0.25,"cpuAffinity":[1],"sessionOptions":[],"runtimeVersion":"1.31.1","agentVersion":"0.1.0","flags":["steal"]}""",
            StoredJson.Write(TestData.Pass(1).Conditions));
    }

    [Fact]
    public void Write_conditions_in_full_is_frozen_and_read_back()
    {
        var conditions = new Conditions
        {
            RuntimeVersion = "1",
            AgentVersion = "2",
            FrequencyBefore = new FrequencyRange(1, 2, 3),
            FirmwareThrottleBits = 0x50005,
            Turbo = false,
            Priority = -10,
            CoolDownMs = 5,
            ToolsReadAt = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
            Gpus = [new GpuConditions { Name = "Some GPU", TemperatureMillidegrees = 51_000, ThrottleReasons = ["sw-power-cap"] }],
        };
        var json = StoredJson.Write(conditions);
        Assert.Equal(
            """{"cpuAffinity":[],"sessionOptions":[],"runtimeVersion":"1","agentVersion":"2","flags":[],"frequencyBefore":{"minKhz":1,"meanKhz":2,"maxKhz":3},"firmwareThrottleBits":327685,"turbo":false,"priority":-10,"coolDownMs":5,"gpus":[{"name":"Some GPU","temperatureMillidegrees":51000,"throttleReasons":["sw-power-cap"]}],"toolsReadAt":"2001-02-03T04:05:06+00:00"}""",
            json);
        Assert.Equivalent(conditions, StoredJson.Read<Conditions>(json), strict: true);
    }

    [Fact]
    public void Read_conditions_of_an_older_build_leaves_what_it_did_not_tell_null()
    {
        var conditions = StoredJson.Read<Conditions>("""{"stealMs":3,"cpuAffinity":[1],"sessionOptions":[],"runtimeVersion":"1","agentVersion":"0.1.0","flags":["steal"]}""");
        Assert.Null(conditions.Protocol);
        Assert.Null(conditions.Gpus);
        Assert.Equal(["steal"], conditions.Flags);
    }

    [Fact]
    public void Write_is_the_same_under_another_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Contains("\"maxRelativeError\":0.02", StoredJson.Write(new MeasurementProtocol()), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Read_what_a_later_build_wrote_passes_over_unknown_members()
    {
        var hardware = StoredJson.Read<Hardware>("""{"cpuModel":"A","somethingNew":{"a":[1]}}""");

        Assert.Equal("A", hardware.CpuModel);
    }
}
