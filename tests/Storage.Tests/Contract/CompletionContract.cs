using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

public abstract class CompletionContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task CompleteAsync_last_open_job_and_stop_gives_verdict_and_ends_campaign()
    {
        var campaign = await CreateAsync(await EnrolAsync(), models: 2, minPasses: 2);

        await FinishAsync();

        var ended = await Store.Campaigns.FindAsync(campaign.Id, Token);
        Assert.Equal(CampaignState.Succeeded, ended!.State);
        Assert.Equal(Now, ended.EndedAt);
        var measurements = await Store.Measurements.ListAsync(new MeasurementFilter(campaign.Id), null, 10, Token);
        Assert.Equal(2, measurements.Count);
        Assert.All(measurements, measurement =>
        {
            Assert.Equal(Verdict.Valid, measurement.Verdict);
            Assert.Equal(StopReason.ErrorTargetMet, measurement.StopReason);
            Assert.Equal(TestData.Summary([TestData.Pass(1), TestData.Pass(2)]), measurement.Summary);
            Assert.Equal(TestData.Pass(2).EndTime, measurement.MeasuredAt);
        });
    }
}
