using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Processes;

public sealed class LogFileTests
{
    [Fact]
    public void Log_on_a_disk_that_takes_nothing_is_refused_with_the_reason()
    {
        using var mounts = new MountedDirectories();

        var refused = Assert.Throws<CliException>(() => new LogFile(mounts.ReadOnly + "/data/logs/agent.log"));

        Assert.Equal(
            $"The log {mounts.ReadOnly}/data/logs/agent.log cannot be written (its file system is read-only): make it writable, or name another data directory with --data.", refused.Message);
    }

    [Fact]
    public void Add_on_a_disk_that_fills_goes_on_and_says_later_what_was_lost()
    {
        using var mounts = new MountedDirectories();
        using var log = new LogFile(mounts.Full + "/agent.log");

        log.Add("one");
        log.Add("two");
        Assert.Equal(["one", "two"], log.LastLines());
        Assert.Equal("", File.ReadAllText(log.Path));
        File.Delete(mounts.Full + "/filler");
        log.Add("three");
        log.Add("four");

        Assert.Equal("(2 lines were lost because they could not be written)\nthree\nfour\n", File.ReadAllText(log.Path));
    }
}
