using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;

namespace LatBench.Storage;

/// <summary>
/// One write transaction of a store, for changes from which more follows than the store can decide. Rows are locked in the order device, measurement,
/// job, campaign.
/// </summary>
public interface IStoreTransaction
{
    /// <summary>Gets the campaigns from which this transaction may have taken the last open work, ordered by identity: each is to be reviewed before the transaction ends.</summary>
    IReadOnlyCollection<long> CampaignsToReview { get; }

    /// <summary>
    /// Leases up to <paramref name="maxJobs"/> queued jobs of an active device whose time has come: oldest campaign first, then by
    /// cohort, by pass, and by order key. Two callers never get the same job. Expired leases of the device count as queued.
    /// </summary>
    Task<IReadOnlyList<LeasedJob>> LeaseJobsAsync(string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now);

    /// <summary>
    /// Puts jobs whose lease has expired back in the queue, or fails them after <see cref="IJobStore.MaxExpiries"/>. Returns the number of those jobs; 0 as well while
    /// another replica does it.
    /// </summary>
    Task<int> ExpireLeasesAsync(DateTimeOffset now);

    /// <summary>Stores results of timed jobs. What follows from them is to be decided, and stored with <see cref="DecideAsync"/>, in this transaction.</summary>
    Task<TakenResults> TakeResultsAsync(IReadOnlyList<JobResult> results);

    /// <summary>Stores the new estimates of measurements, and for each without open jobs either its verdict or one more pass.</summary>
    Task DecideAsync(IReadOnlyList<DecidedMeasurement> decided);

    /// <summary>
    /// Stores the profile of a measurement, or of the original that it was taken over from, and ends its job. The first profile that comes is kept: a later
    /// one ends its job and is <see cref="CompletionOutcome.KeptBeside"/>, but not stored.
    /// </summary>
    Task<CompletionOutcome> TakeProfileAsync(ProfileResult result);

    /// <summary>
    /// Records a failure. The job is queued again until it has failed <see cref="IJobStore.MaxFailures"/> times; then it has failed, its
    /// measurement has the verdict failed and the measurement's other open jobs are cancelled. A profile job leaves its measurement alone.
    /// </summary>
    Task<FailureOutcome> FailJobAsync(JobFailure failure);

    /// <summary>Changes whether a device takes work. Removing revokes its credentials, ends the measurements that wait for it as <see cref="GiveUpDeviceAsync"/> does, but with <c>DeviceRemoved</c>, and is final. Null where there is no such device or it was removed before.</summary>
    Task<Device?> SetDeviceStateAsync(string deviceId, DeviceState state, DateTimeOffset now);

    /// <summary>
    /// Ends the measurements that wait for a device whose agent has not called since a time: one that has the passes and the spread that the protocol asks of
    /// every model is valid and stops with <c>DeviceAbsent</c>, any other fails. None where the agent has called.
    /// </summary>
    Task<GivenUp> GiveUpDeviceAsync(string deviceId, DateTimeOffset silentSince, string message);

    /// <summary>
    /// Ends a running campaign: open jobs are cancelled, and pending measurements stop with <c>Cancelled</c>. One that has the passes and the
    /// spread that the protocol asks of every model is valid; any other has the verdict cancelled and keeps its passes,
    /// so that one which was not given its passes never stands for a finished one in a snapshot. Changes nothing where the campaign had
    /// ended. Null where there is none.
    /// </summary>
    Task<CampaignCancellation?> CancelCampaignAsync(long campaignId, DateTimeOffset now);

    /// <summary>
    /// Takes up a cancelled campaign: its cancelled measurements are pending again with the passes that they have, and the missing
    /// ones are queued, unless a later campaign has measured the model on the target since: that measurement is taken over. A repeat with
    /// the same request id changes nothing.
    /// </summary>
    Task<CampaignResumption> ResumeCampaignAsync(long campaignId, string? requestId, DateTimeOffset now);

    /// <summary>One campaign as it is in this transaction; null where there is none.</summary>
    Task<Campaign?> FindCampaignAsync(long campaignId);

    /// <summary>Locks a campaign, and returns its protocol where it runs and has nothing pending, neither a measurement nor a profile; null otherwise.</summary>
    Task<MeasurementProtocol?> LockFinishedCampaignAsync(long campaignId);

    /// <summary>The counted passes of the campaign's own measurements, ordered by measurement and number.</summary>
    Task<IReadOnlyList<ReviewedPass>> ListPassesAsync(long campaignId);

    /// <summary>Gives valid measurements the verdict suspect.</summary>
    Task MarkSuspectAsync(IReadOnlyList<long> measurementIds, string suspicion);

    /// <summary>Queues measurements of a locked campaign once more, with as many passes as at first.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="measurements">One pass of each measurement.</param>
    /// <param name="now">When the first of the passes is due.</param>
    Task RemeasureAsync(long campaignId, MeasurementProtocol protocol, IReadOnlyList<ReviewedPass> measurements, DateTimeOffset now);

    /// <summary>Ends a locked campaign, which has succeeded.</summary>
    Task EndCampaignAsync(long campaignId, DateTimeOffset now);
}
