using LatBench.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Storage.Jobs;

/// <summary>
/// Jobs and their leases. A job is queued, leased, done, failed or cancelled; only queued and leased jobs are open.
/// A lease is held until its expiry by the time that the caller gives, whether or not it has been taken back since.
/// </summary>
public interface IJobStore
{
    /// <summary>Failures after which a job is not tried again.</summary>
    const int MaxFailures = 3;

    /// <summary>Expired leases after which a job is not tried again.</summary>
    const int MaxExpiries = 10;

    /// <summary>Stands where a timed job has its pass: after all of them, and no measurement has two.</summary>
    const int ProfilePass = 1_000_000;

    /// <summary>
    /// Leases up to <paramref name="maxJobs"/> queued jobs of an active device whose time has come: oldest campaign first, then by
    /// cohort, by pass, and by order key. Two callers never get the same job. Expired leases of the device count as queued.
    /// </summary>
    Task<IReadOnlyList<LeasedJob>> LeaseAsync(string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>When the next queued job of a device may be leased, which can be past; null where none waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>Moves the expiry of leases that are still held; returns those that are not.</summary>
    Task<IReadOnlyList<string>> RenewAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Puts leased jobs back in the queue; leases that are not held are passed over.</summary>
    Task ReleaseAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the result of a job, and in the same transaction the new estimate of its measurement, and, once no job of
    /// the measurement is open, either its verdict or one more pass; the campaign ends with its last measurement.
    /// </summary>
    /// <param name="completion">The result.</param>
    /// <param name="decide">The estimate over all counted passes so far, and why to stop (null to go on); it sees no conditions, which are not read for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CompletionOutcome> CompleteAsync(JobCompletion completion, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the profile of a measurement, or of the original that it was taken over from, and ends its job; the campaign ends with its last
    /// profile. The first profile that comes is kept: a later one ends its job and is <see cref="CompletionOutcome.KeptBeside"/>, but not stored.
    /// </summary>
    /// <param name="completion">The profile as the device saw it.</param>
    /// <param name="place">Gives the operators of the model their places and shares.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CompletionOutcome> CompleteProfileAsync(ProfileCompletion completion, Func<Model, OperatorProfile, OperatorProfile> place, CancellationToken cancellationToken);

    /// <summary>
    /// Records a failure. The job is queued again until it has failed <see cref="MaxFailures"/> times; then it has failed, its
    /// measurement has the verdict failed and the measurement's other open jobs are cancelled. A profile job leaves its measurement alone.
    /// </summary>
    Task<FailureOutcome> FailAsync(JobFailure failure, CancellationToken cancellationToken);

    /// <summary>
    /// Puts jobs whose lease has expired back in the queue, or fails them after <see cref="MaxExpiries"/>. Returns the number of those jobs; 0 as well while
    /// another replica does it.
    /// </summary>
    Task<int> ExpireLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>The result of a job.</summary>
public sealed record JobCompletion(string DeviceId, long JobId, string LeaseId, PassResult Result, DateTimeOffset Now);

/// <summary>The work to be done in a job. The numbers are stored, and stand in queries: they never change.</summary>
public enum JobKind
{
    /// <summary>Measure the model: a pass.</summary>
    Timed = 1,

    /// <summary>Run it under the profiler, untimed.</summary>
    Profile = 2,
}

/// <summary>The result of a profile job.</summary>
public sealed record ProfileCompletion(string DeviceId, long JobId, string LeaseId, OperatorProfile Profile, DateTimeOffset Now);

/// <summary>A job that could not be measured.</summary>
public sealed record JobFailure(string DeviceId, long JobId, string LeaseId, FailureReason Reason, string Message, DateTimeOffset Now)
{
    /// <summary>Failures in a row after which the device goes into quarantine; 0, the default, for never.</summary>
    public int QuarantineAfter { get; init; }
}

/// <summary>The decision that follows from the passes of a measurement.</summary>
/// <param name="Summary">The estimate so far.</param>
/// <param name="Stop">The reason why no further pass is made; null to make one more.</param>
/// <param name="Pause">The time to wait before that one.</param>
public sealed record MeasurementDecision(LatencySummary Summary, StopReason? Stop, TimeSpan Pause = default);

/// <summary>The outcome of delivering a result.</summary>
public enum CompletionOutcome
{
    /// <summary>It is the result the job counts (or the same delivery came before).</summary>
    Counted,

    /// <summary>The job was done, failed or cancelled already: the result is kept beside, not counted.</summary>
    KeptBeside,

    /// <summary>There is no such job for this device, or the lease was never given for it: nothing is stored.</summary>
    UnknownLease,
}

/// <summary>The outcome of reporting a failure.</summary>
public enum FailureOutcome
{
    /// <summary>The job is queued again.</summary>
    WillRetry,

    /// <summary>The job has failed for good.</summary>
    Failed,

    /// <summary>The lease is not held any more (expired, finished, cancelled, reported before): nothing changed.</summary>
    NotHeld,

    /// <summary>There is no such job for this device, or the lease was never given for it.</summary>
    UnknownLease,
}
