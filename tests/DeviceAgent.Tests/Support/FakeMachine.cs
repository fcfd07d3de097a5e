using System.Globalization;
using System.Text;
using CsCheck;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>The files of a made-up machine that tells everything, laid out as Linux has them.</summary>
internal static class FakeMachine
{
    private static readonly string[] Traps =
    [
        "", "\n", "NaN", "Infinity", "-1", "1e999", "0x", "max", "max max", "9223372036854775807", "99999999999999999999", "-9223372036854775808",
        "cpu 9223372036854775807 1 1 1 1 1 1 9223372036854775807", "cpu", "MemAvailable: 9223372036854775807 kB", "MemAvailable:", "0::/\0\n", "0::/../..", ":::", "1:cpu:/a\0b",
        "model name : \u0007", "[]", "[a] [b]", "9223372036854775807 1", "1 9223372036854775807", "0-99999", "NaN NaN NaN",
    ];

    /// <summary>Contents that no kernel writes: random bytes, values that parsers may misread, and valid words in the wrong place.</summary>
    public static Gen<byte[]> Garbage { get; } = Gen.OneOf(
        Gen.Byte.Array[0, 80],
        Gen.Int[0, Traps.Length - 1].Select(index => Traps[index]).Select(Encoding.UTF8.GetBytes),
        Gen.Char["0123456789-+.:eExX/ \n,["].Array[0, 40].Select(characters => Encoding.UTF8.GetBytes(characters)));

    /// <summary>Writes them; a machine with one CPU of interest, in a group with limits.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Write(TemporaryDirectory root, int cpu)
    {
        var of = string.Create(CultureInfo.InvariantCulture, $"sys/devices/system/cpu/cpu{cpu}");
        (string Path, string Content)[] files =
        [
            ($"{of}/cpufreq/scaling_governor", "performance\n"),
            ($"{of}/cpufreq/scaling_cur_freq", "2400000\n"),
            ($"{of}/thermal_throttle/core_throttle_count", "7\n"),
            ($"{of}/thermal_throttle/package_throttle_count", "11\n"),
            ($"{of}/topology/physical_package_id", "0\n"),
            ("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n"),
            ("sys/devices/system/cpu/smt/active", "1\n"),
            ("sys/devices/system/cpu/online", "0-1\n"),
            ("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n"),
            ("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"),
            ("sys/firmware/acpi/platform_profile", "balanced\n"),
            ("sys/class/thermal/thermal_zone0/temp", "41000\n"),
            ("sys/class/hwmon/hwmon0/name", "coretemp\n"),
            ("sys/class/hwmon/hwmon0/temp1_input", "40000\n"),
            ("sys/devices/platform/soc/soc:firmware/get_throttled", "50000\n"),
            ("sys/fs/cgroup/agent/cpu.max", "150000 100000\n"),
            ("sys/fs/cgroup/agent/memory.max", "1073741824\n"),
            ("sys/fs/cgroup/agent/cpu.stat", "usage_usec 1\nnr_throttled 2\nthrottled_usec 2000\n"),
            ("sys/fs/cgroup/agent/cpuset.cpus.effective", "0-1\n"),
            ("proc/self/cgroup", "0::/agent\n"),
            ("proc/stat", "cpu  100 0 100 1000 10 0 0 7 0 0\ncpu0 1 2 3\n"),
            ("proc/loadavg", "0.52 0.58 0.59 1/200 1\n"),
            ("proc/meminfo", "MemTotal: 2000000 kB\nMemAvailable: 1000000 kB\n"),
            ("proc/cpuinfo", "processor : 0\nmodel name : Some CPU @ 2.40GHz\nflags : fpu sse\n"),
            ("proc/sys/kernel/osrelease", "6.1.0-test\n"),
        ];
        foreach (var (path, content) in files) root.Write(path, content);
        return [.. files.Select(file => file.Path)];
    }

    public static void RequirePrintable(string? text) =>
        Assert.True(text is null || (text.Length is > 0 and <= 200 && !text.Any(char.IsControl)), $"'{text}' is not printable.");
}
