namespace LatBench.Cli.Tests.Agents;

public sealed class AgentCommandsTests
{
    /// <summary>The token is made on another machine, so the options of this one do not belong to that command.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("https://latbench.lab:7081")]
    public async Task Run_without_a_token_names_the_command_that_makes_one_without_options_of_this_machine(string server)
    {
        using var folder = new TempDirectory();

        var run = await CliRun.InvokeAsync("agent", "run", "--server", server, "--data", folder.File("my lab"));

        Assert.Equal(
            (1, "", "This device is not enrolled yet: make a token with latbench tokens create --role enrolment where the admin token is, and give it in LATBENCH_ENROLMENT_TOKEN.\n"),
            (run.ExitCode, run.Out, run.Error));
    }
}
