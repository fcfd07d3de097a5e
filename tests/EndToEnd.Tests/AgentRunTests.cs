
namespace LatBench.EndToEnd.Tests;

/// <summary>Errors in an agent's command line or name are told in one sentence of this program.</summary>
public sealed class AgentRunTests
{
    [Theory]
    [InlineData("run", "--device", "My_Board")]
    [InlineData("check", "--cpus", "all")]
    public async Task Agent_by_itself_prints_sentences_and_no_help(params string[] arguments)
    {
        var result = (await CommandResult.RunAsync(Program.Start(Program.DeviceAgent, arguments))).Expect(2);

        Assert.Empty(result.Output);
        Assert.DoesNotContain("Usage:", result.Errors, StringComparison.Ordinal);
        Assert.Contains(arguments[1], result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_none_is_wrong_usage_and_costs_no_token()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();

        var result = (await CommandResult.RunAsync("agent", "run", "--device", "My_Board", "--data", installation.Data)).Expect(2);

        Assert.StartsWith("--device takes 1 to 63 of a-z, 0-9 and '-'", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.DoesNotContain("enrolment", (await CommandResult.RunAsync("tokens", "list", "--data", installation.Data)).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_device_of_a_name_is_told_of_the_option()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync("twin");
        var start = Program.Start(Program.DeviceAgent, ["run", "--server", installation.Server.ToString(), "--data", Path.Combine(installation.Data, "second"), "--device", "twin"]);
        start.Environment["LATBENCH_ENROLMENT_TOKEN"] = await installation.EnrolmentTokenAsync();

        var result = (await CommandResult.RunAsync(start)).Expect(1);

        Assert.Contains("There is a device twin already: give this one another name with --device, as in 'latbench agent run --device twin-2'", result.Errors, StringComparison.Ordinal);
    }
}
