using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Devices;

public sealed class DeviceCommandsTests
{
    [Fact]
    public async Task List_shows_devices_as_a_table()
    {
        var device = new Device
        {
            Name = "devices/lab",
            State = DeviceState.Active,
            Hardware = new Hardware { CpuModel = "AMD\u001b EPYC", LogicalCpus = 4, UsableCpus = 2 },
            Targets = { new Target { Slug = "lab/ort-1.31.1/cpu/t1" } },
            LastSeenTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero)),
        };
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Devices = { device } });
        var run = await coordinator.RunAsync("devices", "list");
        Assert.Equal(
            """
            DEVICE       STATE   WAITING  TARGETS  LAST SEEN             HARDWARE
            devices/lab  active  -        1        2031-02-03 04:05:06Z  AMD  EPYC, 2 of 4 CPUs

            """,
            run.Out);
    }

    [Fact]
    public async Task List_without_devices_says_how_to_enrol_one()
    {
        await using var coordinator = await CoordinatorDouble.StartAsync(new());
        var run = await coordinator.RunAsync("devices", "list");
        Assert.Equal((0, "", "There is no device yet: enrol this machine with `latbench agent run`.\n"), (run.ExitCode, run.Out, run.Error));
    }
}
