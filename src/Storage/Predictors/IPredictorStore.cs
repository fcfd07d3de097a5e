namespace LatBench.Storage.Predictors;

/// <summary>
/// Predictors: versions a target, at most one of them promoted for each search space and model configuration, and the lease to train, which one training of the whole installation has at a time.
/// A training belongs to its owner, a running coordinator, as long as that reports in time.
/// </summary>
public interface IPredictorStore
{
    /// <summary>The number of interruptions, each by the end of its coordinator, with which a training has failed.</summary>
    const int MaxInterruptions = 2;

    /// <summary>Queues the next version of a target. A repeat with the same request id returns the first predictor.</summary>
    Task<Predictor> CreateAsync(NewPredictor predictor, CancellationToken cancellationToken);

    /// <summary>The predictor that was created with this request id; null where there is none.</summary>
    Task<Predictor?> FindByRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>Returns the number of trainings that come before that of a queued predictor, the one that runs included; null where it is not queued.</summary>
    Task<int?> CountAheadAsync(long predictorId, CancellationToken cancellationToken);

    /// <summary>One predictor; null where there is none.</summary>
    Task<Predictor?> FindAsync(long predictorId, CancellationToken cancellationToken);

    /// <summary>The predictors that serve a target, one for each search space and model configuration, oldest first.</summary>
    Task<IReadOnlyList<Predictor>> ListPromotedAsync(string target, CancellationToken cancellationToken);

    /// <summary>Predictors, newest first, those before <paramref name="beforeId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Predictor>> ListAsync(PredictorFilter filter, long? beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the lease to train: the predictor that waits longest, or null where none waits or another is being trained. A training whose owner has
    /// not reported in time is queued again first, or has failed with <c>Interrupted</c> when that has happened <see cref="MaxInterruptions"/> times.
    /// </summary>
    Task<Predictor?> ClaimAsync(string owner, DateTimeOffset leaseExpiresAt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Tells how far a training is. False where it is no longer the owner's: it was cancelled or given to another.</summary>
    Task<bool> ReportAsync(long predictorId, string owner, string stage, double fraction, DateTimeOffset leaseExpiresAt, CancellationToken cancellationToken);

    /// <summary>Makes a predictor ready, and promotes it where its plan says so. False, and nothing changes, where it is no longer the owner's.</summary>
    Task<bool> CompleteAsync(long predictorId, string owner, TrainingResult result, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a training that failed. False, and nothing changes, where it is no longer the owner's.</summary>
    Task<bool> FailAsync(long predictorId, string owner, TrainingFailure failure, string message, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives back a training that its coordinator cannot go on with, as it stops; it is queued again.</summary>
    Task ReleaseAsync(long predictorId, string owner, CancellationToken cancellationToken);

    /// <summary>Cancels a training that has not ended; changes nothing where it has. Null where there is none.</summary>
    Task<Predictor?> CancelAsync(long predictorId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Has a ready predictor serve its target in place of the one before of the same search space and model configuration; changes nothing where it is not ready. Null where there is none.</summary>
    Task<Predictor?> PromoteAsync(long predictorId, CancellationToken cancellationToken);

    /// <summary>Removes a predictor that has ended and is not the only one that serves its target. Its artefacts stay.</summary>
    Task<DeletionOutcome> DeleteAsync(long predictorId, DateTimeOffset now, CancellationToken cancellationToken);
}
