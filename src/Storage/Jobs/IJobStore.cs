using LatBench.Measurements;
using LatBench.Storage.Models;
using LatBench.Storage.Samples;
using LatBench.Storage.Sql;

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

    /// <summary>When the next queued job of a device may be leased, which can be past; null where none waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>Moves the expiry of leases that are still held; returns those that are not.</summary>
    Task<IReadOnlyList<string>> RenewAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Puts leased jobs back in the queue; leases that are not held are passed over.</summary>
    Task ReleaseAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gets the number of transactions for results that are worth running at once.</summary>
    int ResultLanes { get; }

    /// <summary>Gets the number of results worth storing in one transaction.</summary>
    int MaxResults { get; }

    /// <summary>Stores, in a transaction of its own, what many results share. Before every <see cref="IStoreTransaction.TakeResultsAsync"/>.</summary>
    Task PrepareAsync(IReadOnlyList<JobResult> results, CancellationToken cancellationToken);

    /// <summary>The model of a profile job that was leased to the device under this lease; null where there is none.</summary>
    Task<Model?> FindProfiledModelAsync(string deviceId, long jobId, string leaseId, CancellationToken cancellationToken);
}

/// <summary>The result of a timed job. It is encoded as it is made, by its sender and not in the transaction that stores it.</summary>
public sealed record JobResult(string DeviceId, long JobId, string LeaseId, PassResult Pass, DateTimeOffset Now)
{
    /// <summary>Gets the samples of the block, encoded.</summary>
    internal byte[] Samples { get; } = SampleCodec.Encode(Pass.SamplesNs);

    /// <summary>Gets the warm-up, encoded.</summary>
    internal byte[] WarmUp { get; } = SampleCodec.Encode(Pass.WarmUpNs);

    /// <summary>Gets the samples of the canary, encoded; null where it was not read.</summary>
    internal byte[]? Canary { get; } = Pass.CanaryNs.Count == 0 ? null : SampleCodec.Encode(Pass.CanaryNs);

    /// <summary>Gets the conditions, taken apart.</summary>
    internal ConditionShape Conditions { get; } = ConditionShape.Of(StoredJson.Write(Pass.Conditions));
}

/// <summary>The outcomes of results, and what is to be decided now.</summary>
/// <param name="Outcomes">One for each result, in their order.</param>
/// <param name="Undecided">The measurements that have a new pass which counts.</param>
public sealed record TakenResults(IReadOnlyList<CompletionOutcome> Outcomes, IReadOnlyList<UndecidedMeasurement> Undecided);

/// <summary>A measurement with a new pass: its estimate is to be made anew, and what follows to be decided.</summary>
public sealed class UndecidedMeasurement
{
    internal UndecidedMeasurement(TakenPass last) => Last = last;

    /// <summary>The protocol of its campaign.</summary>
    public required MeasurementProtocol Protocol { get; init; }

    /// <summary>All passes that count, in their order. They have no conditions, which are in no figure.</summary>
    public required IReadOnlyList<PassResult> Passes { get; init; }

    /// <summary>Gets a value indicating whether further jobs of the measurement are queued or leased.</summary>
    public required bool HasOpenJobs { get; init; }

    /// <summary>Gets the last of the new passes to come.</summary>
    internal TakenPass Last { get; }

    /// <summary>Gets the first of its passes where there was none before; null otherwise.</summary>
    internal TakenPass? First { get; init; }

    /// <summary>Gets the number of the last pass that was queued.</summary>
    internal int LastPass { get; init; }

    /// <summary>Gets the amounts that the new passes add to the counts of the measurement.</summary>
    internal AddedSamples Added { get; init; } = new(0, 0, 0);

    /// <summary>Gets the identity of the measurement.</summary>
    internal long Id => Last.Job.MeasurementId;
}

/// <summary>The work to be done in a job. The numbers are stored, and stand in queries: they never change.</summary>
public enum JobKind
{
    /// <summary>Measure the model: a pass.</summary>
    Timed = 1,

    /// <summary>Run it under the profiler, untimed.</summary>
    Profile = 2,
}

/// <summary>The result of a profile job.</summary>
public sealed record ProfileResult(string DeviceId, long JobId, string LeaseId, OperatorProfile Profile, DateTimeOffset Now);

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

/// <summary>A measurement with the decision on it.</summary>
/// <param name="Measurement">The measurement, as the transaction gave it.</param>
/// <param name="Decision">The decision.</param>
public sealed record DecidedMeasurement(UndecidedMeasurement Measurement, MeasurementDecision Decision);

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
