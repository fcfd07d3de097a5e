using System.Text.Json;
using LatBench.DeviceAgent.Checking;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Checking;

public sealed class HostChecksTests
{
    private static readonly (string Check, string Case, MachineReport Machine, Rating Rating, string? Answer)[] Cases =
    [
        ("governor", "performance is ok", Machines.Good, Rating.Ok, "performance"),
        ("governor", "any other is a warning", Machines.Good with { Governor = "schedutil" }, Rating.Warning, "schedutil"),
        ("governor", "mixed governors are a warning", Machines.Good with { Governor = "performance,powersave" }, Rating.Warning, "powersave"),
        ("governor", "none is unknown", Machines.Good with { Governor = null }, Rating.Unknown, null),
        ("turbo", "off is ok", Machines.Good, Rating.Ok, null),
        ("turbo", "on is a warning", Machines.Good with { Turbo = true }, Rating.Warning, null),
        ("turbo", "not told is unknown", Machines.Good with { Turbo = null }, Rating.Unknown, null),
        ("shared cores", "cores of their own are ok", Machines.Good, Rating.Ok, null),
        ("shared cores", "shared core is a warning", Machines.Good with { CpusWithSibling = [3] }, Rating.Warning, "CPU 3"),
        ("steal", "next to none is ok", Machines.Good with { StealShare = 0.009 }, Rating.Ok, null),
        ("steal", "one percent is a warning", Machines.Good with { StealShare = 0.01 }, Rating.Warning, "1.0 %"),
        ("steal", "ten percent are a problem", Machines.Good with { StealShare = 0.10 }, Rating.Problem, "10.0 %"),
        ("steal", "not told is unknown", Machines.Good with { StealShare = null }, Rating.Unknown, null),
        ("other work", "quiet machine is ok", Machines.Good, Rating.Ok, "load average 0.05"),
        ("other work", "some work is a warning", Machines.Good with { BusyShare = 0.10, LoadAverage1m = null }, Rating.Warning, "10 %"),
        ("other work", "no free cpu is a problem", Machines.Good with { BusyShare = 0.90 }, Rating.Problem, "no CPU is left"),
        ("other work", "not told is unknown", Machines.Good with { BusyShare = null }, Rating.Unknown, null),
        ("temperature", "cool is ok", Machines.Good, Rating.Ok, "41.0"),
        ("temperature", "hot is a warning", Machines.Good with { TemperatureMillidegrees = 75_000 }, Rating.Warning, "75.0"),
        ("temperature", "no sensor is unknown", Machines.Good with { TemperatureMillidegrees = null }, Rating.Unknown, null),
        ("throttling", "never is ok", Machines.Good, Rating.Ok, null),
        ("throttling", "now is a problem", Machines.Good with { ThrottleEvents = 9, ThrottleEventsNow = 1 }, Rating.Problem, "too hot"),
        ("throttling", "since start is a warning", Machines.Good with { ThrottleEvents = 9 }, Rating.Warning, "9 times"),
        ("throttling", "board now is a problem", Machines.Good with { FirmwareThrottleBits = 0x50005 }, Rating.Problem, "under-voltage, throttled"),
        ("throttling", "board since start is a warning", Machines.Good with { FirmwareThrottleBits = 0x50000 }, Rating.Warning, "under-voltage, throttled"),
        ("throttling", "not counted is unknown", Machines.Silent, Rating.Unknown, null),
        ("gpu", "idle clocks are ok", Machines.Good, Rating.Ok, "Some GPU"),
        ("gpu", "slowed is a warning", Machines.Good with { Gpus = [new GpuConditions { Name = "Hot GPU", ThrottleReasons = ["gpu-idle", "hw-thermal-slowdown"] }] }, Rating.Warning, "Hot GPU (hw-thermal-slowdown)"),
        ("gpu", "none is unknown", Machines.Good with { Gpus = null }, Rating.Unknown, null),
        ("cpu quota", "none is ok", Machines.Good, Rating.Ok, "none"),
        ("cpu quota", "as many as cpus is ok", Machines.Good with { ContainerCpus = 2 }, Rating.Ok, "2 CPUs"),
        ("cpu quota", "fewer than cpus is a warning", Machines.Good with { ContainerCpus = 1.5 }, Rating.Warning, "1.5 CPUs"),
        ("cpu quota", "below one is a problem", Machines.Good with { ContainerCpus = 0.5 }, Rating.Problem, "0.5 CPUs"),
        ("cpu quota", "stopped by it is a problem", Machines.Good with { ContainerCpus = 2, ContainerThrottledMsNow = 40 }, Rating.Problem, "stops this container"),
        ("memory", "plenty is ok", Machines.Good, Rating.Ok, "12288 MiB"),
        ("memory", "less than a gibibyte is a warning", Machines.Good with { AvailableMemoryBytes = 900L << 20 }, Rating.Warning, "900 MiB"),
        ("memory", "limit of the container counts", Machines.Good with { ContainerFreeMemoryBytes = 100L << 20 }, Rating.Problem, "100 MiB"),
        ("memory", "not told is unknown", Machines.Good with { AvailableMemoryBytes = null }, Rating.Unknown, null),
        ("swap", "unused is ok", Machines.Good, Rating.Ok, null),
        ("swap", "used is a warning", Machines.Good with { SwapUsedBytes = 3L << 20 }, Rating.Warning, "3 MiB"),
        ("swap", "moving pages are a problem", Machines.Good with { SwappedPagesNow = 7 }, Rating.Problem, "7 pages"),
        ("swap", "not told is unknown", Machines.Silent, Rating.Unknown, null),
        ("timer", "fine steps are ok", Machines.Good, Rating.Ok, "25 ns, clock source tsc"),
        ("timer", "steps above a microsecond are a warning", Machines.Good with { TimerStepNs = 1_500, ClockSource = "hpet" }, Rating.Warning, "hpet"),
        ("timer", "coarse steps are a problem", Machines.Good with { TimerStepNs = 4_000_000, ClockSource = "jiffies" }, Rating.Problem, "too coarse"),
        ("timer", "clock that stands still is unknown", Machines.Good with { TimerStepNs = null }, Rating.Unknown, null),
        ("affinity", "pinned is ok", Machines.Good, Rating.Ok, "CPU 2,3"),
        ("affinity", "refused is a problem", Machines.Good with { CanPin = false }, Rating.Problem, "CPU 2,3"),
        ("affinity", "system without is unknown", Machines.Good with { CanPin = null }, Rating.Unknown, null),
        ("priority", "wished one is ok", Machines.Good, Rating.Ok, "nice -10"),
        ("priority", "ordinary one is a warning", Machines.Good with { Priority = 0 }, Rating.Warning, "nice 0"),
        ("priority", "system without is unknown", Machines.Good with { Priority = null }, Rating.Unknown, null),
        ("power supply", "mains is ok", Machines.Good, Rating.Ok, null),
        ("power supply", "battery is a warning", Machines.Good with { IsOnBattery = true }, Rating.Warning, null),
        ("power supply", "not told is unknown", Machines.Good with { IsOnBattery = null }, Rating.Unknown, null),
        ("virtual machine", "own hardware is ok", Machines.Good, Rating.Ok, null),
        ("virtual machine", "hypervisor is a warning", Machines.Good with { Hypervisor = "kvm" }, Rating.Warning, "kvm"),
        ("container", "none is ok", Machines.Good, Rating.Ok, "no sign"),
        ("container", "container is named", Machines.Good with { Container = "podman" }, Rating.Ok, "podman"),
    ];

    public static TheoryData<string, string> Names { get; } = new(Cases.Select(known => (known.Check, known.Case)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_rates_and_says_what_was_seen(string check, string name)
    {
        var (_, _, machine, rating, answer) = Cases.Single(known => known.Check == check && known.Case == name);
        var finding = HostChecks.All.Single(known => known.Name == check).Run(machine);
        Assert.Equal((check, rating), (finding.Check, finding.Rating));
        Assert.Contains(answer ?? "", finding.Answer, StringComparison.Ordinal);
        Assert.Equal(rating >= Rating.Warning, finding.Remediation is not null);
    }

    [Fact]
    public void All_every_check_has_cases() =>
        Assert.Equal(HostChecks.All.Select(check => check.Name), Cases.Select(known => known.Check).Distinct());

    [Fact]
    public void Run_good_machine_has_nothing_to_fix()
    {
        var result = HostChecks.Run(Machines.Good);
        Assert.True(result.IsUsable);
        Assert.All(result.Findings, finding => Assert.Equal(Rating.Ok, finding.Rating));
        Assert.Equal("Nothing to fix: usable.", result.ToLines().Last());
    }

    [Fact]
    public void Run_machine_that_tells_nothing_is_usable()
    {
        var result = HostChecks.Run(Machines.Silent);
        Assert.True(result.IsUsable);
        Assert.All(result.Findings, finding => Assert.InRange(finding.Rating, Rating.Ok, Rating.Unknown));
    }

    [Fact]
    public void Run_bad_machine_is_not_usable_and_every_fault_has_its_remediation()
    {
        var result = HostChecks.Run(Machines.Bad);
        Assert.False(result.IsUsable);
        Assert.Equal((8, 8), (result.Problems, result.Warnings));
        Assert.All(result.Findings, finding => Assert.Equal(finding.Rating >= Rating.Warning, finding.Remediation is not null));
    }

    [Fact]
    public void All_have_names_of_their_own() => Assert.Equal(
        HostChecks.All.Count,
        HostChecks.Run(Machines.Good).Findings.Select(finding => finding.Check).Distinct().Count());

    [Fact]
    public void Lines_of_a_few_findings()
    {
        var result = new CheckResult(
        [
            new Finding("governor", Rating.Ok, "performance"),
            new Finding("other work", Rating.Warning, "12 % of all CPUs busy", "end it"),
            new Finding("timer", Rating.Problem, "steps of 4000000 ns", "choose another"),
            new Finding("turbo", Rating.Unknown, "the kernel does not tell"),
        ]);
        Assert.Equal(
            """
            governor    ok       performance
            other work  warning  12 % of all CPUs busy
                                 fix: end it
            timer       PROBLEM  steps of 4000000 ns
                                 fix: choose another
            turbo       unknown  the kernel does not tell

            1 problem, 1 warning: numbers of this machine are worthless until the problems are fixed.
            """,
            string.Join('\n', result.ToLines()));
    }

    [Fact]
    public void Json_is_as_documented()
    {
        using var json = JsonDocument.Parse(HostChecks.Run(Machines.Bad).ToJson());
        Assert.False(json.RootElement.GetProperty("usable").GetBoolean());
        Assert.Equal(8, json.RootElement.GetProperty("problems").GetInt32());
        Assert.Equal(8, json.RootElement.GetProperty("warnings").GetInt32());
        var governor = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(("governor", "warning"), (governor.GetProperty("question").GetString(), governor.GetProperty("rating").GetString()));
        Assert.Contains("scaling_governor", governor.GetProperty("mend").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("findings")[16].GetProperty("mend").ValueKind);
    }
}
