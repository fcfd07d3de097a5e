using System.Globalization;
using System.Text.RegularExpressions;
using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;
using LatBench.Storage.Predictors;
using LatBench.Storage.Searches;
using LatBench.TestKit;

namespace LatBench.Storage.Tests.Sql;

/// <summary>
/// A database as the version with schema 0015 left it: three campaigns (ended, running with queued and leased jobs, cancelled), results, profiles, a failure, an
/// imported table, predictors, a search and a snapshot. Every later version migrates it with all its data.
/// </summary>
internal static partial class StoredDatabase
{
    /// <summary>The first script that it does not have.</summary>
    public const string NextScript = "0016";

    private const string Lab = "lab/ort-1.31.1/cpu/t1";

    private static readonly DateTimeOffset Now = TestData.Now.AddMinutes(8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The statements that fill a SQLite database.</summary>
    public static string ForSqlite() => File.ReadAllText(RepositoryRoot.PathOf("tests", "Storage.Tests", "Sql", "StoredDatabase.sql"));

    /// <summary>The same for Postgres: identities as they are, then the sequences behind them.</summary>
    public static string ForPostgres()
    {
        var rows = Blob().Replace(ForSqlite(), "'\\x$1'").Replace(") VALUES\n", ") OVERRIDING SYSTEM VALUE VALUES\n", StringComparison.Ordinal);
        string[] numbered = ["tokens", "campaigns", "measurements", "jobs", "job_failures", "passes", "predictors", "searches", "snapshots"];
        return rows + string.Concat(numbered.Select(table => $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}));\n"));
    }

    /// <summary>Everything is there after the migration, and goes on: a lease that was held then is completed, and queued jobs are leased.</summary>
    public static async Task AssertMigratedAsync(IStore store)
    {
        Assert.Equal(["board Draining DiskFull private hidden", "lab Active  public named"], (await store.Devices.ListAsync(null, 10, Token)).Select(Describe));
        Assert.Equal(5, (await store.Tokens.ListAsync(null, 10, Token)).Count);
        await AssertCampaignsAsync(store);
        await AssertMeasurementsAsync(store);
        await AssertPredictorsAsync(store);
        await AssertSearchAsync(store);
        Assert.Equal(6_000_000_000, (await store.Snapshots.FindAsync("0.1.0", Token))!.SizeBytes);
        await AssertGoesOnAsync(store);
    }

    private static string Describe(Device device) =>
        $"{device.Id} {device.State} {device.Pause?.Reason} {(device.IsPrivate ? "private" : "public")} {(device.HidesName ? "hidden" : "named")}";

    private static async Task AssertCampaignsAsync(IStore store)
    {
        var campaigns = await store.Campaigns.ListAsync(null, 10, Token);
        Assert.Equal([CampaignState.Cancelled, CampaignState.Running, CampaignState.Succeeded], campaigns.Select(campaign => campaign.State));
        Assert.Equal(1, (await store.Campaigns.FindByRequestAsync("first", Token))!.Id);
        Assert.Equal("It has no path.", Assert.Single(await store.Campaigns.ListSkippedAsync(1, Token)).SkipReason);
        Assert.Equal(TestData.NewCampaign([Lab], 1, 3).Protocol, campaigns[0].Protocol);
        string[] expected =
        [
            "1: 4 architectures, 3 measurements: 0 pending, 3 valid, 0 failed, 0 cancelled, 0 reused; jobs 6 done, 0 open; profiles 3; 24 samples",
            "2: 5 architectures, 10 measurements: 6 pending, 3 valid, 1 failed, 0 cancelled, 3 reused; jobs 1 done, 11 open; profiles 0; 4 samples",
            "3: 2 architectures, 2 measurements: 0 pending, 0 valid, 0 failed, 2 cancelled, 0 reused; jobs 2 done, 0 open; profiles 0; 8 samples",
        ];
        for (var id = 1; id <= 3; id++)
            Assert.Equal(expected[id - 1], Describe(id, await store.Campaigns.GetProgressAsync(id, Token)));
    }

    private static string Describe(int id, CampaignProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{id}: {progress.Architectures} architectures, {progress.Measurements} measurements: {progress.Pending} pending, {progress.Valid} valid, {progress.Failed} failed, {progress.Cancelled} cancelled, {progress.Reused} reused; jobs {progress.JobsDone} done, {progress.JobsOpen} open; profiles {progress.ProfilesDone}; {progress.Samples} samples");

    private static async Task AssertMeasurementsAsync(IStore store)
    {
        var measurements = await store.Measurements.ListAsync(new MeasurementFilter(), null, 100, Token);
        Assert.Equal(15, measurements.Count);
        Assert.Equal(TestData.Model(1), measurements[1].Model);
        Assert.Equal((FailureReason.OutOfMemory, "No memory."), (measurements[9].FailureReason, measurements[9].FailureMessage));
        var passes = await store.Measurements.ListPassesAsync(2, Token);
        Assert.Equal([1, 2], passes.Select(pass => pass.Number));
        foreach (var (number, pass, _) in passes)
        {
            var expected = TestData.Pass(number) with { CanaryNs = [250_000, 250_100, 250_050], ClockNs = 1_000_000 + number, ReferenceClockNs = pass.ReferenceClockNs, Contended = number == 2 };
            Assert.Equivalent(expected, pass, strict: true);
        }

        Assert.Equal(27_000.5, Assert.Single((await store.Measurements.FindProfileAsync(5, Token))!.Operators).MeanNs);
        Assert.Equal((8, 2), ((int)measurements[0].Summary!.Latency.Nanoseconds, measurements[0].Summary!.Passes));
        Assert.Equal([("board/paper", "nas-bench-201", 2), (Lab, "nas-bench-201", 3)], (await store.Labels.ListTargetsAsync(null, Token)).Select(target => (target.Target, target.SearchSpace, target.Labels)));
        Assert.Equal(3, (await store.Publication.ReadMeasurementsAsync(PublicationSelection.All, Lab, Token).ToArrayAsync(Token)).Length);
    }

    private static async Task AssertPredictorsAsync(IStore store)
    {
        var predictors = await store.Predictors.ListAsync(new PredictorFilter(), null, 10, Token);
        Assert.Equal(
            [(3, PredictorState.Queued, 0), (2, PredictorState.Training, 0), (1, PredictorState.Ready, 2)],
            predictors.Select(predictor => ((int)predictor.Id, predictor.State, predictor.Files.Count)));
        Assert.Equal(1, (await store.Predictors.ListAsync(new PredictorFilter(Lab, Promoted: true), null, 10, Token)).Single().Id);
        Assert.True(await store.Predictors.ReportAsync(2, "owner", "training", 0.75, Now.AddDays(30), Token));
    }

    private static async Task AssertSearchAsync(IStore store)
    {
        var search = (await store.Searches.FindByRequestAsync("s1", Token))!;
        Assert.Equal((2, "[1]"), ((int)search.State, await store.Searches.FindCandidatesAsync(search.Id, Token)));
        Assert.Equal([new(1, "a", new SearchReport(2, null)), new(2, "b", new SearchReport(1, 61.5))], await store.Searches.ListStepsAsync(search.Id, Token));
        Assert.Equal([1], await store.Searches.ListProofsAsync(search.Id, Token));
    }

    private static async Task AssertGoesOnAsync(IStore store)
    {
        var held = new JobResult("lab", 11, "0352042ec765158380091eeb7aa66051", TestData.Pass(2), Now);
        Assert.Equal(CompletionOutcome.Counted, await store.CompleteAsync(held, TestData.StopAtLimit, Token));
        await store.SetStateAsync("board", DeviceState.Active, Now, Token);
        Assert.Equal([14, 18, 20, 22, 15, 19, 21, 23], (await store.LeaseAsync("board", 100, TestData.LeaseDuration, Now, Token)).Select(job => (int)job.JobId).OrderBy(id => id % 2).ThenBy(id => id));
        Assert.Equal(4, (await store.Campaigns.CreateAsync(TestData.NewCampaign([Lab], 1, 2), Token)).Id);
        Assert.Equal(ResumeOutcome.Resumed, (await store.ResumeAsync(3, "once more", Now, Token)).Outcome);
        Assert.Equal((2, 4), ((await store.Campaigns.GetProgressAsync(3, Token)).Pending, (await store.Campaigns.GetProgressAsync(3, Token)).JobsOpen));
    }

    [GeneratedRegex("X'([0-9a-f]*)'")]
    private static partial Regex Blob();
}
