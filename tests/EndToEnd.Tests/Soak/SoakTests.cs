using System.Diagnostics;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Soak;

/// <summary>
/// Real processes that are killed, frozen and cut off in a seeded order while they measure: in rounds, each a campaign on a real agent and on
/// one that keeps a ledger. <c>./test.sh --project EndToEnd.Tests --minutes 20 --seed 7</c> goes on for longer.
/// </summary>
public sealed class SoakTests
{
    private const int Models = 3;
    private const int Passes = 5;
    private const int FaultsOfRound = 4;
    private const string Real = "bench";
    private const string Ledger = "ledger";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Whatever_dies_nothing_is_lost_nothing_counts_twice_nothing_is_stuck(string store)
    {
        var plan = SoakPlan.FromEnvironment();
        using var server = store == "postgres" ? await PostgresServer.StartAsync() : null;
        await using var installation = new Installation(server is null ? null : await server.CreateDatabaseAsync(template: null, Cancel));
        await installation.StartCoordinatorAsync(FaultSchedule.LeaseSeconds);
        await installation.StartAgentAsync(Real);
        using var ledger = await LedgerAgent.EnrolAsync(installation, Ledger, plan.Seed);
        var faults = new FaultSchedule(installation, server, plan.Seed);
        var start = Stopwatch.GetTimestamp();
        var rounds = 0;
        try
        {
            do
            {
                await RoundAsync(installation, ledger, faults);
                rounds++;
            }
            while (Stopwatch.GetElapsedTime(start) < plan.Duration);
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{store}, seed {plan.Seed}: {rounds} rounds; {string.Join(", ", faults.Done)}\n{installation.Coordinator.Printed}");
        }
    }

    private static async Task RoundAsync(Installation installation, LedgerAgent ledger, FaultSchedule faults)
    {
        var campaign = await installation.SubmitAsync(Models, Passes, Passes, Real, Ledger);
        ledger.Acknowledged.Clear();
        faults.BeginRound();
        var ended = false;
        var working = Task.Run(() => ledger.RunAsync(() => Volatile.Read(ref ended)), Cancel);
        try
        {
            for (var i = 0; i < FaultsOfRound; i++)
                await faults.NextAsync();
            await installation.WaitForAsync(campaign, c => c.State == CampaignState.Succeeded);
        }
        finally
        {
            Volatile.Write(ref ended, true);
            await working;
        }

        await FaultTests.AssertCompleteAsync(installation, campaign, Models, Passes, devices: 2);
        await ledger.AssertStoredAsync(installation, campaign);
    }
}
