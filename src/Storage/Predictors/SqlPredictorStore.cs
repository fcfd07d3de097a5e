using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Predictors;

/// <summary>Predictors and the lease to train.</summary>
internal sealed class SqlPredictorStore(SqlDatabase database) : IPredictorStore
{
    private readonly SqlPredictorCreation _creation = new(database);
    private readonly SqlPredictorTraining _training = new(database);
    private readonly SqlPredictorPromotion _promotion = new(database);

    public Task<Predictor> CreateAsync(NewPredictor predictor, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _creation.RunAsync(session, predictor), cancellationToken);

    public Task<Predictor?> FindByRequestAsync(string requestId, CancellationToken cancellationToken) =>
        FindAsync("AND request_id = @requestId", new { requestId }, cancellationToken);

    public Task<int?> CountAheadAsync(long predictorId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FindAsync<int?>(
                $"""
                SELECT (SELECT COUNT(*) FROM predictors AS other WHERE other.deleted_at IS NULL
                          AND (other.state = {PredictorState.Training:D} OR (other.state = {PredictorState.Queued:D} AND other.id < queued.id)))
                FROM predictors AS queued WHERE id = @predictorId AND state = {PredictorState.Queued:D} AND deleted_at IS NULL
                """,
                new { predictorId }),
            cancellationToken);

    public Task<Predictor?> FindAsync(long predictorId, CancellationToken cancellationToken) =>
        FindAsync("AND id = @predictorId", new { predictorId }, cancellationToken);

    public Task<IReadOnlyList<Predictor>> ListPromotedAsync(string target, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlPredictorQueries.ReadAsync(database, session, "AND target = @target AND promoted ORDER BY id", new { target }), cancellationToken);

    public Task<IReadOnlyList<Predictor>> ListAsync(PredictorFilter filter, long? beforeId, int limit, CancellationToken cancellationToken)
    {
        var tail = "AND id < @beforeId";
        if (filter.Target is not null)
            tail += " AND target = @Target";
        if (filter.Promoted is { } promoted)
            tail += promoted ? " AND promoted" : " AND NOT promoted";
        if (filter.SearchSpace is not null)
            tail += " AND search_space = @SearchSpace";
        if (filter.Configuration is not null)
            tail += " AND dataset = @Dataset AND batch = @Batch AND model_precision = @Precision AND graph_variant = @GraphVariant";
        var parameters = new
        {
            beforeId = beforeId ?? long.MaxValue,
            filter.Target,
            filter.SearchSpace,
            Dataset = filter.Configuration?.Input,
            filter.Configuration?.Batch,
            Precision = filter.Configuration?.Precision.Name(),
            GraphVariant = filter.Configuration?.GraphVariant.Name(),
            limit,
        };
        return database.ReadAsync(session => SqlPredictorQueries.ReadAsync(database, session, $"{tail} ORDER BY id DESC LIMIT @limit", parameters), cancellationToken);
    }

    public Task<Predictor?> ClaimAsync(string owner, DateTimeOffset leaseExpiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _training.ClaimAsync(session, owner, leaseExpiresAt, now), cancellationToken);

    public Task<bool> ReportAsync(long predictorId, string owner, string stage, double fraction, DateTimeOffset leaseExpiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqlPredictorTraining.ReportAsync(session, predictorId, owner, stage, fraction, leaseExpiresAt), cancellationToken);

    public Task<bool> CompleteAsync(long predictorId, string owner, TrainingResult result, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _training.CompleteAsync(session, predictorId, owner, result, now), cancellationToken);

    public Task<bool> FailAsync(long predictorId, string owner, TrainingFailure failure, string message, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqlPredictorTraining.FailAsync(session, predictorId, owner, failure, message, now), cancellationToken);

    public Task ReleaseAsync(long predictorId, string owner, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqlPredictorTraining.ReleaseAsync(session, predictorId, owner), cancellationToken);

    public Task<Predictor?> CancelAsync(long predictorId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _training.CancelAsync(session, predictorId, now), cancellationToken);

    public Task<Predictor?> PromoteAsync(long predictorId, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _promotion.PromoteAsync(session, predictorId), cancellationToken);

    public Task<DeletionOutcome> DeleteAsync(long predictorId, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _promotion.DeleteAsync(session, predictorId, now), cancellationToken);

    private Task<Predictor?> FindAsync(string tail, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(async session => (await SqlPredictorQueries.ReadAsync(database, session, tail, parameters).ConfigureAwait(false)).SingleOrDefault(), cancellationToken);
}
