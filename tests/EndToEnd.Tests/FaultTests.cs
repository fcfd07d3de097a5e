using System.Diagnostics;
using LatBench.Contracts.V1;

namespace LatBench.EndToEnd.Tests;

/// <summary>Unexpected ends of real processes by real signals, after which nothing is lost.</summary>
public sealed class FaultTests
{
    internal const int Models = 6;
    internal const int Passes = 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Coordinator_killed_in_the_middle_loses_nothing()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync(leaseSeconds: 5);
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(Models, Passes, Passes);
        await installation.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        await installation.Coordinator.KillAsync();
        await installation.StartCoordinatorAsync(leaseSeconds: 5);

        await AssertCompleteAsync(installation, campaign);
    }

    [Fact]
    public async Task Agent_killed_in_the_middle_goes_on_where_it_was()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync(leaseSeconds: 3);
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(Models, Passes, Passes);
        await installation.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        await installation.Agent!.KillAsync();
        await installation.StartAgentAsync();

        await AssertCompleteAsync(installation, campaign);
    }

    [Fact]
    public async Task Agent_told_to_stop_keeps_what_it_has_finished()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(Models, Passes, Passes);
        await installation.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        Assert.Equal(0, await installation.Agent!.StopAsync());
        await installation.StartAgentAsync();

        // With leases of two minutes this only ends in time because the stopped agent gave its jobs back.
        await AssertCompleteAsync(installation, campaign);
    }

    [Fact]
    public async Task Runner_killed_in_the_middle_costs_one_try()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(Models, Passes, Passes);
        await installation.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        var runners = ChildrenOf(installation.Agent!.Id);
        Assert.NotEmpty(runners);
        runners.ForEach(runner => runner.Kill());

        await AssertCompleteAsync(installation, campaign);
    }

    /// <summary>Every measurement is valid, with every pass once, and every pass with samples.</summary>
    internal static async Task AssertCompleteAsync(Installation installation, string campaign, int models = Models, int passes = Passes, int devices = 1)
    {
        var ended = await installation.WaitForAsync(campaign, c => c.State == CampaignState.Succeeded);
        Assert.Equal((models * devices, 0, 0), (ended.Progress.Valid, ended.Progress.Failed, ended.Progress.JobsOpen));
        Assert.Equal(models * passes * devices, ended.Progress.JobsDone);

        var list = await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign }, cancellationToken: Cancel);
        foreach (var measurement in list.Measurements)
        {
            var details = await installation.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = measurement.Name }, cancellationToken: Cancel);
            var counted = details.Passes.Where(pass => pass.Counted).ToArray();
            Assert.Equal(Enumerable.Range(1, passes), counted.Select(pass => pass.Number));
            Assert.Equal(measurement.Summary.Samples, counted.Sum(pass => pass.Result.SamplesNs.Count));
        }
    }

    /// <summary>The kernel lists children under the thread that started them.</summary>
    internal static List<Process> ChildrenOf(int parent) =>
    [
        .. Directory.GetDirectories($"/proc/{parent}/task")
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))),
    ];
}
