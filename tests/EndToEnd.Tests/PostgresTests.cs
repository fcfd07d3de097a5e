using Grpc.Core;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>The same on Postgres, and without it.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quickstart_does_the_same_on_postgres()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync(template: null, Cancel);
        var summary = _directory.PathOf("summary.json");

        (await CommandResult.RunAsync("quickstart", "--models", "3", "--min-spread", "2", "--data", _directory.PathOf("data"), "--database", database, "--json", summary)).Expect(0);

        Assert.Contains("\"measured_valid\": 3", await File.ReadAllTextAsync(summary, Cancel), StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.PathOf("data/latbench.db")));
    }

    [Fact]
    public async Task Postgres_lost_in_the_middle_is_unavailable_and_then_goes_on()
    {
        using var server = await PostgresServer.StartAsync();
        await using var installation = new Installation(await server.CreateDatabaseAsync(template: null, Cancel));
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();
        var campaign = await installation.SubmitAsync(FaultTests.Models, FaultTests.Passes, FaultTests.Passes);
        await installation.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);

        await server.HaltAsync();
        var lost = await Assert.ThrowsAsync<RpcException>(async () => await installation.Campaigns.ListCampaignsAsync(new(), cancellationToken: Cancel));
        Assert.Equal(StatusCode.Unavailable, lost.StatusCode);
        await server.ResumeAsync();

        await FaultTests.AssertCompleteAsync(installation, campaign);
    }

    [Fact]
    public async Task Postgres_that_is_not_there_at_the_start_is_one_sentence()
    {
        using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync(template: null, Cancel);
        await server.HaltAsync();

        var result = (await CommandResult.RunAsync("up", "--data", _directory.PathOf("data"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--database", database)).Expect(1);

        Assert.Contains("Postgres", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
