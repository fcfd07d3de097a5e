using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;

namespace LatBench.Storage.Tests.Contract;

/// <summary>The base of every class of the contract suite: an empty database a test, and short ways to fill it.</summary>
public abstract class StoreContract(Func<Task<ITestDatabase>> create) : IAsyncLifetime
{
    private ITestDatabase? _database;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static DateTimeOffset Now => TestData.Now;

    protected ITestDatabase Database => _database ?? throw new InvalidOperationException("The test has no database yet.");

    protected IStore Store => Database.Store;

    public async ValueTask InitializeAsync() => _database = await create();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Enrols a device with one target and gives the target's slug.</summary>
    protected async Task<string> EnrolAsync(string deviceId = "lab", IStore? store = null)
    {
        store ??= Store;
        await store.Tokens.CreateAsync(TestData.EnrolmentToken(deviceId), Token);
        Assert.Equal(EnrolOutcome.Enrolled, await store.Devices.EnrolAsync(TestData.NewDevice(deviceId), Token));
        return TestData.Target(deviceId).Slug;
    }

    protected async Task<Campaign> CreateAsync(string target, int models = 1, int minPasses = 2, Func<NewCampaign, NewCampaign>? change = null)
    {
        var campaign = TestData.NewCampaign([target], models, minPasses);
        return await Store.Campaigns.CreateAsync(change is null ? campaign : change(campaign), Token);
    }

    protected Task<IReadOnlyList<LeasedJob>> LeaseAsync(int maxJobs = 100, DateTimeOffset? now = null, string deviceId = "lab") =>
        Store.LeaseAsync(deviceId, maxJobs, TestData.LeaseDuration, now ?? Now, Token);

    protected Task<CompletionOutcome> CompleteAsync(
        LeasedJob job,
        Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision>? decide = null,
        PassResult? result = null,
        DateTimeOffset? now = null,
        string deviceId = "lab") =>
        Store.CompleteAsync(
            new JobResult(deviceId, job.JobId, job.LeaseId, result ?? TestData.Pass(job.Pass), now ?? Now), decide ?? TestData.StopAtOnce, Token);

    protected Task<FailureOutcome> FailAsync(LeasedJob job, DateTimeOffset? now = null, FailureReason reason = FailureReason.RunnerCrashed, string message = "It crashed.") =>
        Store.FailAsync(new JobFailure("lab", job.JobId, job.LeaseId, reason, message, now ?? Now), Token);

    /// <summary>Leases and completes until nothing is left.</summary>
    protected async Task FinishAsync(Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision>? decide = null, string deviceId = "lab")
    {
        while (await LeaseAsync(deviceId: deviceId) is { Count: > 0 } jobs)
        {
            foreach (var job in jobs)
                Assert.Equal(CompletionOutcome.Counted, await CompleteAsync(job, decide, deviceId: deviceId));
        }
    }
}
