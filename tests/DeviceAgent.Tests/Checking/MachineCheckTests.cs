using System.Text.Json;
using LatBench.DeviceAgent.Checking;

namespace LatBench.DeviceAgent.Tests.Checking;

public sealed class MachineCheckTests
{
    [Fact]
    public void Run_good_machine_has_nothing_to_mend()
    {
        var result = MachineCheck.Run(Machines.Good);
        Assert.True(result.IsUsable);
        Assert.All(result.Findings, finding => Assert.Equal(Rating.Ok, finding.Rating));
        Assert.Equal("Nothing to mend: usable.", CheckText.Lines(result).Last());
    }

    [Fact]
    public void Run_machine_that_tells_nothing_is_usable()
    {
        var result = MachineCheck.Run(Machines.Silent);
        Assert.True(result.IsUsable);
        Assert.All(result.Findings, finding => Assert.InRange(finding.Rating, Rating.Ok, Rating.Unknown));
    }

    [Fact]
    public void Run_bad_machine_is_not_usable_and_every_fault_has_its_mend()
    {
        var result = MachineCheck.Run(Machines.Bad);
        Assert.False(result.IsUsable);
        Assert.Equal((8, 8), (result.Problems, result.Warnings));
        Assert.All(result.Findings, finding => Assert.Equal(finding.Rating >= Rating.Warning, finding.Mend is not null));
    }

    [Fact]
    public void Judges_ask_a_question_of_their_own_each() => Assert.Equal(
        MachineCheck.Judges.Count,
        MachineCheck.Run(Machines.Good).Findings.Select(finding => finding.Question).Distinct().Count());

    [Fact]
    public void Lines_of_a_few_findings()
    {
        var result = new CheckResult(
        [
            Finding.Ok("governor", "performance"),
            Finding.Warning("other work", "12 % of all CPUs busy", "end it"),
            Finding.Problem("timer", "steps of 4000000 ns", "choose another"),
            Finding.Unknown("turbo", "the kernel does not tell"),
        ]);
        Assert.Equal(
            """
            governor    ok       performance
            other work  warning  12 % of all CPUs busy
                                 mend: end it
            timer       PROBLEM  steps of 4000000 ns
                                 mend: choose another
            turbo       unknown  the kernel does not tell

            1 problem, 1 warning: numbers of this machine are worthless until the problems are mended.
            """,
            string.Join('\n', CheckText.Lines(result)));
    }

    [Fact]
    public void Json_is_as_documented()
    {
        using var json = JsonDocument.Parse(CheckJson.Of(MachineCheck.Run(Machines.Bad)));
        Assert.False(json.RootElement.GetProperty("usable").GetBoolean());
        Assert.Equal(8, json.RootElement.GetProperty("problems").GetInt32());
        Assert.Equal(8, json.RootElement.GetProperty("warnings").GetInt32());
        var governor = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(("governor", "warning"), (governor.GetProperty("question").GetString(), governor.GetProperty("rating").GetString()));
        Assert.Contains("scaling_governor", governor.GetProperty("mend").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("findings")[16].GetProperty("mend").ValueKind);
    }
}
