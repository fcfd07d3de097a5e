using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Predictors;

/// <summary>The life of a training: claimed, reported on, ended.</summary>
internal sealed class SqlPredictorTraining(SqlDatabase database)
{
    private const string Owned = "id = @predictorId AND owner = @owner AND state = 2";

    private static readonly string InterruptedMessage =
        $"The coordinator ended while it was trained, {IPredictorStore.MaxInterruptions} times: look at its log, give the training less memory, and train again.";

    public async Task<Predictor?> ClaimAsync(SqlSession session, string owner, DateTimeOffset leaseExpiresAt, DateTimeOffset now)
    {
        await SqlPredictorQueries.LockAsync(database, session).ConfigureAwait(false);
        await ExpireAsync(session, now).ConfigureAwait(false);
        var id = await session.FindAsync<long?>(
            $"""
            UPDATE predictors SET state = {PredictorState.Training:D}, owner = @owner, lease_expires_at = @expiresAt, stage = 'starting', fraction = 0, started_at = @now
            WHERE id = (SELECT MIN(id) FROM predictors WHERE state = {PredictorState.Queued:D} AND deleted_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM predictors WHERE state = {PredictorState.Training:D})
            RETURNING id
            """,
            new { owner, expiresAt = StoredTime.From(leaseExpiresAt), now = StoredTime.From(now) }).ConfigureAwait(false);
        if (id is not { } claimed)
            return null;
        session.Raise(Topics.Predictor(claimed));
        return await SqlPredictorQueries.FindAsync(database, session, claimed).ConfigureAwait(false);
    }

    public static async Task<bool> ReportAsync(SqlSession session, long predictorId, string owner, string stage, double fraction, DateTimeOffset leaseExpiresAt)
    {
        session.Raise(Topics.Predictor(predictorId));
        return await session.ExecuteAsync(
            $"UPDATE predictors SET stage = @stage, fraction = @fraction, lease_expires_at = @expiresAt WHERE {Owned}",
            new { predictorId, owner, stage, fraction, expiresAt = StoredTime.From(leaseExpiresAt) }).ConfigureAwait(false) > 0;
    }

    public async Task<bool> CompleteAsync(SqlSession session, long predictorId, string owner, TrainingResult result, DateTimeOffset now)
    {
        await SqlPredictorQueries.LockAsync(database, session).ConfigureAwait(false);
        var changed = await session.ExecuteAsync(
            $"""
            UPDATE predictors SET state = {PredictorState.Ready:D}, owner = NULL, lease_expires_at = NULL, stage = 'done', fraction = 1,
                   labels = @Labels, held_out_labels = @HeldOutLabels, evaluation = @Evaluation, ended_at = @now
            WHERE {Owned}
            """,
            new { predictorId, owner, result.Labels, result.HeldOutLabels, result.Evaluation, now = StoredTime.From(now) }).ConfigureAwait(false);
        if (changed == 0)
            return false;
        await InsertFilesAsync(session, predictorId, result.Files).ConfigureAwait(false);
        Moved(session, predictorId);
        var predictor = (await SqlPredictorQueries.FindAsync(database, session, predictorId).ConfigureAwait(false))!;
        if (predictor.Plan.Promote)
            await SqlPredictorPromotion.PromoteAsync(session, predictor).ConfigureAwait(false);
        return true;
    }

    public static async Task<bool> FailAsync(SqlSession session, long predictorId, string owner, TrainingFailure failure, string message, DateTimeOffset now)
    {
        Moved(session, predictorId);
        return await session.ExecuteAsync(
            $"""
            UPDATE predictors SET state = {PredictorState.Failed:D}, owner = NULL, lease_expires_at = NULL, failure = @failure, failure_message = @message, ended_at = @now
            WHERE {Owned}
            """,
            new { predictorId, owner, failure = (int)failure, message, now = StoredTime.From(now) }).ConfigureAwait(false) > 0;
    }

    public static async Task<bool> ReleaseAsync(SqlSession session, long predictorId, string owner)
    {
        Moved(session, predictorId);
        return await session.ExecuteAsync(
            $"""
            UPDATE predictors SET state = {PredictorState.Queued:D}, owner = NULL, lease_expires_at = NULL, stage = NULL, fraction = NULL, started_at = NULL
            WHERE {Owned}
            """,
            new { predictorId, owner }).ConfigureAwait(false) > 0;
    }

    public async Task<Predictor?> CancelAsync(SqlSession session, long predictorId, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            $"""
            UPDATE predictors SET state = {PredictorState.Cancelled:D}, owner = NULL, lease_expires_at = NULL, ended_at = @now
            WHERE id = @predictorId AND deleted_at IS NULL AND state IN ({PredictorState.Queued:D}, {PredictorState.Training:D})
            """,
            new { predictorId, now = StoredTime.From(now) }).ConfigureAwait(false);
        Moved(session, predictorId);
        return await SqlPredictorQueries.FindAsync(database, session, predictorId).ConfigureAwait(false);
    }

    /// <summary>Puts a training that its owner has not reported on in time back in the queue, or fails it.</summary>
    private static async Task ExpireAsync(SqlSession session, DateTimeOffset now)
    {
        var moved = await session.QueryAsync<long>(
            $"""
            UPDATE predictors SET interruptions = interruptions + 1, owner = NULL, lease_expires_at = NULL,
                   state = CASE WHEN interruptions + 1 < {IPredictorStore.MaxInterruptions} THEN {PredictorState.Queued:D} ELSE {PredictorState.Failed:D} END,
                   failure = CASE WHEN interruptions + 1 < {IPredictorStore.MaxInterruptions} THEN NULL ELSE {TrainingFailure.Interrupted:D} END,
                   failure_message = CASE WHEN interruptions + 1 < {IPredictorStore.MaxInterruptions} THEN NULL ELSE @message END,
                   ended_at = CASE WHEN interruptions + 1 < {IPredictorStore.MaxInterruptions} THEN NULL ELSE CAST(@now AS BIGINT) END
            WHERE state = {PredictorState.Training:D} AND lease_expires_at <= @now
            RETURNING id
            """,
            new { now = StoredTime.From(now), message = InterruptedMessage }).ConfigureAwait(false);
        foreach (var id in moved)
            Moved(session, id);
    }

    private static void Moved(SqlSession session, long predictorId)
    {
        session.Raise(Topics.Predictor(predictorId));
        session.Raise(Topics.Trainings);
    }

    private Task InsertFilesAsync(SqlSession session, long predictorId, IReadOnlyList<PredictorFile> files) =>
        database.InsertManyAsync(
            session,
            "predictor_files",
            [
                BulkColumn<(PredictorFile File, int Position)>.Number("predictor_id", _ => predictorId),
                BulkColumn<(PredictorFile File, int Position)>.Number("position", row => row.Position),
                BulkColumn<(PredictorFile File, int Position)>.Text("path", row => row.File.Path),
                BulkColumn<(PredictorFile File, int Position)>.Text("sha256", row => row.File.Sha256),
                BulkColumn<(PredictorFile File, int Position)>.Number("size_bytes", row => row.File.SizeBytes),
            ],
            [.. files.Select((file, position) => (file, position))]);
}
