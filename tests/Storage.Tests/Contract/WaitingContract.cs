using LatBench.Models;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Predictors;
using LatBench.Storage.Signals;

namespace LatBench.Storage.Tests.Contract;

/// <summary>The information that tells why something waits: pauses of agents, jobs by device, positions in queues, and how far a campaign is stored.</summary>
public abstract class WaitingContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task Pause_keeps_its_beginning_until_the_reason_changes()
    {
        await EnrolAsync();

        Assert.True(await Store.Devices.SetPauseAsync("lab", PauseReason.DiskFull, "3 MiB are free", Now, Token));
        Assert.True(await Store.Devices.SetPauseAsync("lab", PauseReason.DiskFull, "2 MiB are free", Now.AddSeconds(10), Token));
        var device = await FindAsync();
        Assert.Equal(new AgentPause(PauseReason.DiskFull, "2 MiB are free", Now), device.Pause);
        Assert.Equal(Now.AddSeconds(10), device.LastSeenAt);

        await Store.Devices.SetPauseAsync("lab", PauseReason.TooHot, "", Now.AddSeconds(20), Token);
        Assert.Equal(new AgentPause(PauseReason.TooHot, "", Now.AddSeconds(20)), (await FindAsync()).Pause);

        await Store.Devices.SetPauseAsync("lab", null, "", Now.AddSeconds(30), Token);
        Assert.Null((await FindAsync()).Pause);
        Assert.False(await Store.Devices.SetPauseAsync("other", PauseReason.TooHot, "", Now, Token));
    }

    [Fact]
    public async Task Leasing_and_describing_end_a_pause()
    {
        await EnrolAsync();
        await PauseAsync();
        await LeaseAsync();
        Assert.Null((await FindAsync()).Pause);

        await PauseAsync();
        var described = TestData.NewDevice("lab");
        await Store.Devices.DescribeAsync("lab", described.Hardware, described.Software, described.Targets, Now, Token);
        Assert.Null((await FindAsync()).Pause);
    }

    [Fact]
    public async Task Pause_wakes_those_who_watch_a_campaign_of_the_device()
    {
        var campaign = await CreateAsync(await EnrolAsync());
        var hint = Store.Signals.WaitAsync(Topics.Campaign(campaign.Id), TimeSpan.FromMinutes(1), Token);

        await PauseAsync();

        await hint.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Device_tells_until_when_it_holds_leases()
    {
        await CreateAsync(await EnrolAsync(), models: 2);
        Assert.Null((await FindAsync()).LeaseExpiresAt);

        await LeaseAsync(maxJobs: 1);

        Assert.Equal(Now + TestData.LeaseDuration, (await FindAsync()).LeaseExpiresAt);
    }

    [Fact]
    public async Task ListDevicesAsync_counts_the_jobs_of_a_campaign_and_those_ahead_of_it()
    {
        var target = await EnrolAsync();
        var first = await CreateAsync(target, models: 3);
        var second = await CreateAsync(target, models: 1, change: campaign => campaign with { Remeasure = true });

        var standing = Assert.Single(await DevicesAsync(second));
        Assert.Equal(("lab", 2, 0), (standing.Device.Id, standing.Queued, standing.Leased));
        Assert.Equal((6, 1, true), (standing.JobsAhead, standing.CampaignsAhead, standing.IsBehind));
        Assert.Equal(Now, standing.NextDueAt);

        await LeaseAsync(maxJobs: 4);
        var ahead = Assert.Single(await DevicesAsync(first));
        Assert.Equal((2, 4, 0, 0, false), (ahead.Queued, ahead.Leased, ahead.JobsAhead, ahead.CampaignsAhead, ahead.IsBehind));
        var behind = Assert.Single(await DevicesAsync(second));
        Assert.Equal((6, 1, true), (behind.JobsAhead, behind.CampaignsAhead, behind.IsBehind));

        var expired = Assert.Single(await Store.Campaigns.ListDevicesAsync(first.Id, Now + TestData.LeaseDuration, Token));
        Assert.Equal((2, 0), (expired.Queued, expired.Leased));
    }

    [Fact]
    public async Task ListDevicesAsync_is_not_behind_jobs_that_are_not_due()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 1, change: campaign => campaign with { Now = Now.AddMinutes(5) });
        var second = await CreateAsync(target, models: 1, change: campaign => campaign with { Remeasure = true });

        var standing = Assert.Single(await DevicesAsync(second));

        Assert.Equal((2, false), (standing.JobsAhead, standing.IsBehind));
    }

    [Fact]
    public async Task ListDevicesAsync_of_an_ended_or_unknown_campaign_is_empty()
    {
        var campaign = await CreateAsync(await EnrolAsync());
        await Store.CancelAsync(campaign.Id, Now, Token);

        Assert.Empty(await DevicesAsync(campaign));
        Assert.Empty(await Store.Campaigns.ListDevicesAsync(campaign.Id + 1, Now, Token));
    }

    [Fact]
    public async Task CreateAsync_tells_how_far_the_storing_is()
    {
        var reports = new Reports();

        await CreateAsync(await EnrolAsync(), models: 6000, minPasses: 2, change: campaign => campaign with { Storing = reports });

        Assert.Equal([0, 5000, 6000, 11000, 16000, 18000], reports.All.Select(report => report.Stored));
        Assert.All(reports.All, report => Assert.Equal(18000, report.Total));
    }

    [Fact]
    public async Task CountAheadAsync_is_the_position_in_the_queue_of_trainings()
    {
        var first = await TrainAsync();
        var second = await TrainAsync();
        var third = await TrainAsync();
        Assert.Equal((0, 1, 2), (await AheadAsync(first), await AheadAsync(second), await AheadAsync(third)));

        await Store.Predictors.ClaimAsync("owner", Now.AddMinutes(1), Now, Token);

        Assert.Equal((null, 1, 2), (await AheadAsync(first), await AheadAsync(second), await AheadAsync(third)));
        await Store.Predictors.CancelAsync(second.Id, Now, Token);
        Assert.Equal((null, 1), (await AheadAsync(second), await AheadAsync(third)));
    }

    private async Task<Device> FindAsync() => (await Store.Devices.FindAsync("lab", Token))!;

    private Task<bool> PauseAsync() => Store.Devices.SetPauseAsync("lab", PauseReason.DiskFull, "full", Now, Token);

    private Task<IReadOnlyList<CampaignDevice>> DevicesAsync(Campaign campaign) => Store.Campaigns.ListDevicesAsync(campaign.Id, Now, Token);

    private Task<int?> AheadAsync(Predictor predictor) => Store.Predictors.CountAheadAsync(predictor.Id, Token);

    private Task<Predictor> TrainAsync() => Store.Predictors.CreateAsync(
        new NewPredictor
        {
            Target = TestData.Target("lab").Slug,
            SearchSpace = "nas-bench-201",
            Configuration = new ModelConfiguration { Input = "cifar100" },
            Plan = new TrainingPlan { Trainer = "latbench", Seed = 1, Promote = true, HeldOutShare = 0.1, Threads = 1, TimeLimit = TimeSpan.FromMinutes(1), MemoryBytes = 1L << 30 },
            Now = Now,
        },
        Token);

    private sealed class Reports : IProgress<CampaignStoring>
    {
        public List<CampaignStoring> All { get; } = [];

        public void Report(CampaignStoring value) => All.Add(value);
    }
}
