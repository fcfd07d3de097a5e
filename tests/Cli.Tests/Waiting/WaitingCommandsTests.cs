using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Waiting;

/// <summary>The commands that show why something waits.</summary>
public sealed class WaitingCommandsTests
{
    private const string Sentences = "devices/lab is draining: it gets no new jobs. Let it take work again with `latbench devices resume lab`.";

    private static readonly Contracts.V1.Waiting Draining = new()
    {
        Reason = WaitReason.DeviceDraining,
        Explanation = "devices/lab is draining: it gets no new jobs.",
        Remedy = "Let it take work again with `latbench devices resume lab`.",
        Device = "devices/lab",
    };

    [Fact]
    public async Task Watch_writes_why_a_campaign_waits()
    {
        Campaign waits = new() { Name = "campaigns/1", State = CampaignState.Running, Waiting = { Draining } };
        Campaign ended = new() { Name = "campaigns/1", State = CampaignState.Succeeded };
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { waits, waits, ended } });

        var run = await coordinator.RunAsync("campaigns", "watch", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.Error.Split('\n'), line => line == $"campaigns/1 waits: {Sentences}");
        Assert.Contains("campaigns/1 goes on.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_says_why_a_campaign_waits()
    {
        Campaign waits = new() { Name = "campaigns/1", State = CampaignState.Running, Waiting = { Draining } };
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Campaigns = { waits } });

        var run = await coordinator.RunAsync("campaigns", "show", "1");

        Assert.Contains(run.Out.Split('\n'), line => line.StartsWith("Waiting", StringComparison.Ordinal) && line.EndsWith(Sentences, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_has_the_reason_of_a_device_in_a_word()
    {
        Device device = new() { Name = "devices/lab", State = DeviceState.Active, Waiting = new() { Reason = WaitReason.AgentSilent, SinceTime = new Timestamp() } };
        await using var coordinator = await CoordinatorDouble.StartAsync(new() { Devices = { device } });

        var run = await coordinator.RunAsync("devices", "list");

        Assert.Contains("active  agent silent  ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_writes_how_far_the_planning_of_a_large_campaign_is()
    {
        Campaign started = new() { Name = "campaigns/1", State = CampaignState.Running, Progress = new CampaignProgress { Measurements = 2000, Pending = 2000, Models = 2000, Architectures = 2000 } };
        await using var coordinator = await CoordinatorDouble.StartAsync(new()
        {
            Campaigns = { started },
            Planning =
            {
                new() { Stage = PlanningStage.Exporting, Total = 2000, Measurements = 2000 },
                new() { Stage = PlanningStage.Exporting, Done = 100, Total = 2000, Measurements = 2000 },
                new() { Stage = PlanningStage.Storing, Total = 12000, Measurements = 2000 },
            },
        });

        var run = await coordinator.RunAsync("campaigns", "submit", "--models", "2000", "--target", "lab");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Planning 2000 measurements: 0 of 2000 models exported\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("Planning 2000 measurements: 0 of 12000 measurements and jobs stored\n", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("campaigns/1: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_to_a_coordinator_without_that_call_starts_the_campaign_all_the_same()
    {
        CoordinatorDouble.Answers answers = new() { Campaigns = { new Campaign { Name = "campaigns/1", State = CampaignState.Running } } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);

        var run = await coordinator.RunAsync("campaigns", "submit", "--models", "2", "--target", "lab");

        Assert.Equal(0, run.ExitCode);
        Assert.Single(answers.Created);
    }
}
