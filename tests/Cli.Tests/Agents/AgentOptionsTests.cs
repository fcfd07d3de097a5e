namespace LatBench.Cli.Tests.Agents;

/// <summary>Values that the agent refuses are refused before it is started, in one sentence.</summary>
public sealed class AgentOptionsTests
{
    [Theory]
    [InlineData("run", "--device", "My_Board", "--device takes 1 to 63 of a-z, 0-9 and '-'")]
    [InlineData("run", "--device", "-board", "not '-board'")]
    [InlineData("run", "--device", "board-", "not 'board-'")]
    [InlineData("run", "--cpus", "all", "--cpus takes a list of CPUs such as 0-3,6, not 'all'")]
    [InlineData("run", "--cpus", "3-1", "not '3-1'")]
    [InlineData("run", "--cpus", "0,", "not '0,'")]
    [InlineData("check", "--cpus", "1-2-3", "not '1-2-3'")]
    [InlineData("check", "--cpus", "1024", "not '1024'")]
    [InlineData("run", "--max-start-temperature", "200", "--max-start-temperature takes degrees Celsius from 1 to 149, such as 65, not '200'")]
    [InlineData("run", "--max-start-temperature", "warm", "not 'warm'")]
    [InlineData("run", "--max-cool-down", "2h", "--max-cool-down takes a time of at most 1h, such as 90s or 5m, not '2h'")]
    [InlineData("run", "--max-cool-down", "90", "not '90'")]
    [InlineData("run", "--max-model-memory-mib", "0", "--max-model-memory-mib takes a whole number of MiB, 1 or more, not '0'")]
    [InlineData("run", "--max-model-memory-mib", "1e3", "not '1e3'")]
    [InlineData("run", "--providers", "/nowhere/providers.json", "--providers names '/nowhere/providers.json', which is no file")]
    [InlineData("run", "--enrolment-token-file", "/nowhere/token", "--enrolment-token-file names '/nowhere/token', which is no file")]
    public async Task Value_that_the_agent_refuses_is_wrong_usage(string verb, string option, string value, string sentence)
    {
        var run = await CliRun.InvokeAsync("agent", verb, $"{option}={value}");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"`latbench agent {verb} --help` says what it takes.\n", run.Error, StringComparison.Ordinal);
    }
}
