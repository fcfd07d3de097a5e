using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>Two coordinators over one Postgres, each with an agent.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task Rolling_restart_in_the_middle_of_a_campaign_loses_nothing()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync(template: null, TestContext.Current.CancellationToken);
        await using var one = new Installation(database);
        await using var two = new Installation(database);
        // Both find an empty database, and both would make its tables.
        await Task.WhenAll(one.StartCoordinatorAsync(leaseSeconds: 5), two.StartCoordinatorAsync(leaseSeconds: 5));
        await one.StartAgentAsync("bench-one");
        await two.StartAgentAsync("bench-two");
        var campaign = await one.SubmitAsync(FaultTests.Models, FaultTests.Passes, FaultTests.Passes, "bench-one", "bench-two");
        await two.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        Assert.Equal(0, await one.Coordinator.StopAsync());
        await one.StartCoordinatorAsync(leaseSeconds: 5);
        Assert.Equal(0, await two.Coordinator.StopAsync());
        await two.StartCoordinatorAsync(leaseSeconds: 5);

        await FaultTests.AssertCompleteAsync(two, campaign, FaultTests.Models, FaultTests.Passes, devices: 2);
    }
}
