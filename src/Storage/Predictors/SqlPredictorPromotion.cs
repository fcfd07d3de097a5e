using LatBench.Models;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Predictors;

/// <summary>Promotes the version that serves a target, and removes one that is not the last to serve.</summary>
internal sealed class SqlPredictorPromotion(SqlDatabase database)
{
    public async Task<Predictor?> PromoteAsync(SqlSession session, long predictorId)
    {
        await SqlPredictorQueries.LockAsync(database, session).ConfigureAwait(false);
        var predictor = await SqlPredictorQueries.FindAsync(database, session, predictorId).ConfigureAwait(false);
        if (predictor is not { State: PredictorState.Ready, Promoted: false })
            return predictor;
        await PromoteAsync(session, predictor).ConfigureAwait(false);
        return await SqlPredictorQueries.FindAsync(database, session, predictorId).ConfigureAwait(false);
    }

    public async Task<DeletionOutcome> DeleteAsync(SqlSession session, long predictorId, DateTimeOffset now)
    {
        await SqlPredictorQueries.LockAsync(database, session).ConfigureAwait(false);
        var predictor = await SqlPredictorQueries.FindAsync(database, session, predictorId).ConfigureAwait(false);
        switch (predictor)
        {
            case null:
                return DeletionOutcome.NotFound;
            case { Promoted: true } when !await IsServedByAnotherAsync(session, predictor).ConfigureAwait(false):
                return DeletionOutcome.Serves;
            case { State: PredictorState.Queued or PredictorState.Training }:
                return DeletionOutcome.NotEnded;
        }

        await session.ExecuteAsync("UPDATE predictors SET deleted_at = @now, promoted = FALSE WHERE id = @predictorId", new { predictorId, now = StoredTime.From(now) }).ConfigureAwait(false);
        session.Raise(Topics.Predictor(predictorId));
        if (predictor.Promoted)
            session.Raise(Topics.Promotions);
        return DeletionOutcome.Deleted;
    }

    /// <summary>Determines whether the target keeps a predictor, of another space or model configuration, when this one goes.</summary>
    private static async Task<bool> IsServedByAnotherAsync(SqlSession session, Predictor predictor) =>
        await session.FindAsync<int?>("SELECT 1 FROM predictors WHERE target = @Target AND promoted AND deleted_at IS NULL AND id <> @Id LIMIT 1", new { predictor.Target, predictor.Id }).ConfigureAwait(false) is not null;

    /// <summary>The caller holds the lock of predictors.</summary>
    public static async Task PromoteAsync(SqlSession session, Predictor predictor)
    {
        // One after the other: the unique index holds at every statement.
        await session.ExecuteAsync(
            """
            UPDATE predictors SET promoted = FALSE
            WHERE target = @Target AND search_space = @SearchSpace AND dataset = @Dataset AND batch = @Batch AND model_precision = @Precision
              AND graph_variant = @GraphVariant AND promoted
            """,
            new
            {
                predictor.Target,
                predictor.SearchSpace,
                Dataset = predictor.Configuration.Input,
                predictor.Configuration.Batch,
                Precision = predictor.Configuration.Precision.Name(),
                GraphVariant = predictor.Configuration.GraphVariant.Name(),
            }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE predictors SET promoted = TRUE WHERE id = @Id", new { predictor.Id }).ConfigureAwait(false);
        session.Raise(Topics.Predictor(predictor.Id));
        session.Raise(Topics.Promotions);
    }
}
