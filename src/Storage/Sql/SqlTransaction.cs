using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Measurements;

namespace LatBench.Storage.Sql;

/// <summary>One open write transaction.</summary>
internal sealed class SqlTransaction(SqlDatabase database, SqlSession session, SqlJobStore jobs, SqlDeviceStore devices) : IStoreTransaction
{
    public IReadOnlyCollection<long> CampaignsToReview => session.CampaignsToReview;

    public Task<IReadOnlyList<LeasedJob>> LeaseJobsAsync(string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now) =>
        jobs.Leasing.LeaseAsync(session, deviceId, maxJobs, duration, now);

    public async Task<int> ExpireLeasesAsync(DateTimeOffset now) =>
        await database.TryAcquireAsync(session, LockName.Expiry).ConfigureAwait(false) ? await jobs.Expiry.RunAsync(session, deviceId: null, now).ConfigureAwait(false) : 0;

    public Task<TakenResults> TakeResultsAsync(IReadOnlyList<JobResult> results) => jobs.Completing.TakeAsync(session, results);

    public Task DecideAsync(IReadOnlyList<DecidedMeasurement> decided) => jobs.Completing.DecideAsync(session, decided);

    public Task<CompletionOutcome> TakeProfileAsync(ProfileResult result) => new SqlProfileCompletion(database).RunAsync(session, result);

    public Task<FailureOutcome> FailJobAsync(JobFailure failure) => new SqlJobFailing(database).RunAsync(session, failure);

    public Task<Device?> SetDeviceStateAsync(string deviceId, DeviceState state, DateTimeOffset now) => devices.SetStateAsync(session, deviceId, state, now);

    public Task<GivenUp> GiveUpDeviceAsync(string deviceId, DateTimeOffset silentSince, string message) => devices.GiveUpAsync(session, deviceId, silentSince, message);

    public Task<CampaignCancellation?> CancelCampaignAsync(long campaignId, DateTimeOffset now) => new SqlCampaignCancellation(database).RunAsync(session, campaignId, now);

    public Task<CampaignResumption> ResumeCampaignAsync(long campaignId, string? requestId, DateTimeOffset now) =>
        new SqlCampaignResumption(database).RunAsync(session, campaignId, requestId, now);

    public Task<Campaign?> FindCampaignAsync(long campaignId) => SqlCampaignQueries.FindAsync(session, campaignId);

    public Task<MeasurementProtocol?> LockFinishedCampaignAsync(long campaignId) => SqlCampaignQueries.LockFinishedAsync(database, session, campaignId);

    public Task<IReadOnlyList<ReviewedPass>> ListPassesAsync(long campaignId) => SqlCampaignReview.ListPassesAsync(session, campaignId);

    public Task MarkSuspectAsync(IReadOnlyList<long> measurementIds, string suspicion) => new SqlCampaignReview(database).MarkSuspectAsync(session, measurementIds, suspicion);

    public Task RemeasureAsync(long campaignId, MeasurementProtocol protocol, IReadOnlyList<ReviewedPass> measurements, DateTimeOffset now) =>
        new SqlCampaignReview(database).RemeasureAsync(session, campaignId, protocol, measurements, now);

    public Task EndCampaignAsync(long campaignId, DateTimeOffset now) => SqlCampaignQueries.EndAsync(session, campaignId, CampaignState.Succeeded, now);
}
