using System.Text.Json;

namespace LatBench.EndToEnd.Tests;

public sealed class AgentCheckTests
{
    [Fact]
    public async Task Check_exit_code_is_what_the_document_says()
    {
        var result = await CommandResult.RunAsync("agent", "check", "--json");
        using var json = JsonDocument.Parse(result.Output);
        result.Expect(json.RootElement.GetProperty("usable").GetBoolean() ? 0 : 1);
        Assert.Empty(result.Errors);
        Assert.Contains(json.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("question").GetString() == "timer");
    }

    [Fact]
    public async Task Check_cpu_that_is_not_there_is_a_problem()
    {
        var result = (await CommandResult.RunAsync("agent", "check", "--cpus", "999")).Expect(1);
        Assert.Contains("cannot be pinned to CPU 999", result.Output, StringComparison.Ordinal);
        Assert.Contains("fix: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_list_that_is_none_is_wrong_usage()
    {
        var result = (await CommandResult.RunAsync("agent", "check", "--cpus", "all")).Expect(2);
        Assert.Contains("a list of CPUs such as 0-3,6", result.Errors, StringComparison.Ordinal);
    }
}
