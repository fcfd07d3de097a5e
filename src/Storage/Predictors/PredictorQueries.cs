using LatBench.Storage.Sql;

namespace LatBench.Storage.Predictors;

/// <summary>Reads predictors with their files.</summary>
internal static class PredictorQueries
{
    /// <param name="database">The dialect.</param>
    /// <param name="session">The transaction.</param>
    /// <param name="tail">The text that follows the conditions of every select, from <c>AND</c> on.</param>
    /// <param name="parameters">Those of the tail.</param>
    public static async Task<IReadOnlyList<Predictor>> ReadAsync(SqlDatabase database, SqlSession session, string tail, object parameters)
    {
        var rows = await session.QueryAsync<PredictorRow>($"{PredictorRow.Select} {tail}", parameters).ConfigureAwait(false);
        if (rows.Count == 0)
            return [];
        var files = await session.QueryAsync<PredictorFileRow>(
            $"{PredictorFileRow.Select} WHERE predictor_id {database.In("ids")} ORDER BY predictor_id, position",
            new { ids = rows.Select(row => row.Id).ToArray() }).ConfigureAwait(false);
        var byPredictor = files.ToLookup(file => file.PredictorId);
        return [.. rows.Select(row => row.ToPredictor(byPredictor[row.Id].Select(file => file.ToFile())))];
    }

    public static async Task<Predictor?> FindAsync(SqlDatabase database, SqlSession session, long predictorId) =>
        (await ReadAsync(database, session, "AND id = @predictorId", new { predictorId }).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Waits for the turn to start or end a training, or to change what serves. The caller's transaction has it until it ends.</summary>
    public static Task TakeTurnAsync(SqlDatabase database, SqlSession session) =>
        session.FindAsync<string>($"SELECT name FROM turns WHERE name = 'predictors' {database.ForUpdate}");
}
