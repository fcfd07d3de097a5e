using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Tests.Contract;

/// <summary>The readings of the canary on a device over time.</summary>
public abstract class CanaryReadingContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task ListCanaryReadingsAsync_is_newest_first_and_goes_on_where_a_page_ended()
    {
        await CreateAsync(await EnrolAsync(), models: 2, minPasses: 3);
        await MeasureAsync(seconds: job => job.Pass);

        var all = await ListAsync(new CanaryFilter("lab"));
        var pages = new List<StoredCanaryReading>();
        for (CanaryPosition? before = null; await Store.Measurements.ListCanaryReadingsAsync(new CanaryFilter("lab"), before, 2, Token) is { Count: > 0 } page; before = page[^1].Position)
            pages.AddRange(page);

        Assert.Equal([3, 3, 2, 2, 1, 1], all.Select(reading => (int)(reading.Reading.Time - Now).TotalSeconds));
        Assert.Equal(all.Select(reading => reading.Position), pages.Select(reading => reading.Position));
        Assert.Equal(6, all.Select(reading => reading.Position).Distinct().Count());
    }

    [Fact]
    public async Task ListCanaryReadingsAsync_gives_latency_contention_and_conditions()
    {
        var target = await EnrolAsync();
        await CreateAsync(target);
        await MeasureAsync(seconds: job => job.Pass, contended: job => job.Pass == 1);

        var readings = await ListAsync(new CanaryFilter("lab"));

        Assert.Equal([false, true], readings.Select(reading => reading.Reading.Contended!.Value));
        Assert.All(readings, reading =>
        {
            Assert.Equal(100_000, reading.Reading.Latency.Nanoseconds, 3);
            Assert.Equal((target, 1), (reading.Target, reading.MeasurementId));
            Assert.Equal((0.25, "steal"), (reading.Conditions.LoadAverage1m, Assert.Single(reading.Conditions.Flags)));
        });
    }

    [Fact]
    public async Task ListCanaryReadingsAsync_keeps_to_device_target_and_time()
    {
        await CreateAsync(await EnrolAsync());
        await MeasureAsync(seconds: job => 10 * job.Pass);
        await CreateAsync(await EnrolAsync("other"));
        await MeasureAsync(seconds: job => job.Pass, deviceId: "other");

        Assert.Equal(2, (await ListAsync(new CanaryFilter("lab"))).Count);
        Assert.Equal(2, (await ListAsync(new CanaryFilter("other"))).Count);
        Assert.Equal(2, (await ListAsync(new CanaryFilter("lab", Target: TestData.Target("lab").Slug))).Count);
        Assert.Empty(await ListAsync(new CanaryFilter("lab", Target: TestData.Target("other").Slug)));
        Assert.Equal(Now.AddSeconds(20), Assert.Single(await ListAsync(new CanaryFilter("lab", Start: Now.AddSeconds(20)))).Reading.Time);
        Assert.Equal(Now.AddSeconds(10), Assert.Single(await ListAsync(new CanaryFilter("lab", End: Now.AddSeconds(20)))).Reading.Time);
        Assert.Empty(await ListAsync(new CanaryFilter("lab", Start: Now.AddSeconds(21))));
        Assert.Empty(await ListAsync(new CanaryFilter("none")));
    }

    [Fact]
    public async Task ListCanaryReadingsAsync_leaves_out_passes_without_one()
    {
        await CreateAsync(await EnrolAsync());
        await FinishAsync();

        Assert.Empty(await ListAsync(new CanaryFilter("lab")));
    }

    private Task<IReadOnlyList<StoredCanaryReading>> ListAsync(CanaryFilter filter) => Store.Measurements.ListCanaryReadingsAsync(filter, null, 100, Token);

    private async Task MeasureAsync(Func<LeasedJob, int> seconds, Func<LeasedJob, bool>? contended = null, string deviceId = "lab")
    {
        foreach (var job in await LeaseAsync(deviceId: deviceId))
        {
            var time = Now.AddSeconds(seconds(job));
            var pass = TestData.Pass(job.Pass) with { StartTime = time, EndTime = time, CanaryNs = [90_000, 100_000, 300_000], Contended = contended?.Invoke(job) };
            await CompleteAsync(job, TestData.StopAtLimit, pass, deviceId: deviceId);
        }
    }
}
