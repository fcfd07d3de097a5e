using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>Several agents, each over a replica of its own, do everything at the same time: what must hold at the end holds.</summary>
public abstract class ReplicaInterleavingContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const int Agents = 3;
    private const int Steps = 60;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Agents_over_several_replicas_lose_nothing_and_count_nothing_twice(int seed)
    {
        var slugs = new List<string>();
        for (var agent = 0; agent < Agents; agent++)
            slugs.Add(await EnrolAsync(Device(agent)));
        var plan = TestData.NewCampaign(slugs, models: 5, minPasses: 2);
        var campaign = await Store.Campaigns.CreateAsync(plan with { Protocol = plan.Protocol with { MaxPasses = 3 } }, Token);

        var delivered = await Task.WhenAll(Enumerable.Range(0, Agents).Select(agent => Task.Run(() => RunAsync(agent, new Random(seed + agent)))));

        Assert.Equal(CampaignState.Succeeded, (await Store.Campaigns.FindAsync(campaign.Id, Token))!.State);
        var progress = await Store.Campaigns.GetProgressAsync(campaign.Id, Token);
        Assert.Equal((0, 0), (progress.Pending, progress.JobsOpen));
        var counted = 0;
        var stored = 0;
        foreach (var measurement in await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 100, Token))
        {
            var passes = await Store.Measurements.ListPassesAsync(measurement.Id, Token);
            var numbers = passes.Where(pass => pass.Counted).Select(pass => pass.Number).ToArray();
            Assert.Equal(numbers.Distinct(), numbers);
            Assert.NotNull(measurement.Verdict);
            counted += numbers.Length;
            stored += passes.Count;
        }

        var outcomes = delivered.SelectMany(agent => agent).ToDictionary();
        Assert.Equal(outcomes.Count, stored);
        Assert.Equal(outcomes.Values.Count(outcome => outcome == CompletionOutcome.Counted), counted);
        Assert.Equal(counted, progress.JobsDone);
    }

    private static string Device(int agent) => FormattableString.Invariant($"lab-{agent}");

    /// <summary>Each agent has a time of its own, which jumps: leases run out while others hold theirs.</summary>
    private async Task<Dictionary<string, CompletionOutcome>> RunAsync(int agent, Random random)
    {
        await using var replica = Database.OpenAnother();
        var (device, now) = (Device(agent), Now);
        var given = new List<LeasedJob>();
        var delivered = new Dictionary<string, CompletionOutcome>(StringComparer.Ordinal);
        for (var step = 0; step < Steps; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(60));
            var any = given.Count == 0 ? null : given[random.Next(given.Count)];
            switch (random.Next(9))
            {
                case < 3:
                    given.AddRange(await replica.LeaseAsync(device, 1 + random.Next(4), TestData.LeaseDuration, now, Token));
                    break;
                case < 6 when any is not null:
                    var outcomes = await Task.WhenAll(CompleteAsync(replica, device, any, now), CompleteAsync(replica, device, any, now));
                    Assert.Equal(outcomes[0], outcomes[1]);
                    Assert.Equal(delivered.GetValueOrDefault(any.LeaseId, outcomes[0]), outcomes[0]);
                    delivered[any.LeaseId] = outcomes[0];
                    break;
                case 6 when any is not null && random.Next(4) == 0:
                    await replica.FailAsync(new JobFailure(device, any.JobId, any.LeaseId, FailureReason.TimedOut, "Too slow.", now) { QuarantineAfter = 2 }, Token);
                    break;
                case 7 when any is not null:
                    await replica.Jobs.RenewAsync(device, [any.LeaseId], now + TestData.LeaseDuration, now, Token);
                    break;
                default:
                    await replica.ExpireLeasesAsync(now, Token);
                    break;
            }
        }

        await replica.SetStateAsync(device, DeviceState.Active, now, Token);
        now = Now.AddDays(1);
        while (await replica.LeaseAsync(device, 100, TestData.LeaseDuration, now, Token) is { Count: > 0 } rest)
        {
            foreach (var job in rest)
                delivered[job.LeaseId] = await CompleteAsync(replica, device, job, now);
        }

        return delivered;
    }

    private static Task<CompletionOutcome> CompleteAsync(IStore replica, string device, LeasedJob job, DateTimeOffset now) =>
        replica.CompleteAsync(new JobResult(device, job.JobId, job.LeaseId, TestData.Pass(job.Pass), now), TestData.StopAtLimit, Token);
}
