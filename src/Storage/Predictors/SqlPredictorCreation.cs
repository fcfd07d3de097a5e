using LatBench.Models;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Predictors;

/// <summary>Queues the next version of a target's predictor.</summary>
internal sealed class SqlPredictorCreation(SqlDatabase database)
{
    public async Task<Predictor> RunAsync(SqlSession session, NewPredictor predictor)
    {
        await SqlPredictorQueries.LockAsync(database, session).ConfigureAwait(false);
        if (await InsertAsync(session, predictor).ConfigureAwait(false) is { } id)
        {
            session.Raise(Topics.Trainings);
            return (await SqlPredictorQueries.FindAsync(database, session, id).ConfigureAwait(false))!;
        }

        var first = await SqlPredictorQueries.ReadAsync(database, session, "AND request_id = @RequestId", new { predictor.RequestId }).ConfigureAwait(false);
        return first.SingleOrDefault() ?? throw new StorageException("The request was made before, and its predictor has been deleted: send it with another request id.", isTransient: false);
    }

    private static Task<long?> InsertAsync(SqlSession session, NewPredictor predictor) =>
        session.FindAsync<long?>(
            $"""
            INSERT INTO predictors (request_id, target, version, search_space, dataset, batch, model_precision, graph_variant, plan, state, created_at)
            SELECT @RequestId, @Target, COALESCE((SELECT MAX(version) FROM predictors WHERE target = @Target), 0) + 1,
                   @SearchSpace, @Dataset, @Batch, @Precision, @GraphVariant, @Plan, {PredictorState.Queued:D}, @CreatedAt
            WHERE NOT EXISTS (SELECT 1 FROM predictors WHERE request_id = @RequestId)
            RETURNING id
            """,
            new
            {
                predictor.RequestId,
                predictor.Target,
                predictor.SearchSpace,
                Dataset = predictor.Configuration.Input,
                predictor.Configuration.Batch,
                Precision = predictor.Configuration.Precision.Name(),
                GraphVariant = predictor.Configuration.GraphVariant.Name(),
                Plan = StoredJson.Write(predictor.Plan),
                CreatedAt = StoredTime.From(predictor.Now),
            });
}
