using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Predictors;

/// <summary>One predictor.</summary>
internal sealed class PredictorRow
{
    /// <summary>Everything that a select for this row needs, before what follows its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, target AS Target, version AS Version, search_space AS SearchSpace, dataset AS Dataset, batch AS Batch,
               model_precision AS ModelPrecision, graph_variant AS GraphVariant, plan AS Plan, state AS State, promoted AS Promoted,
               stage AS Stage, fraction AS Fraction, labels AS Labels, held_out_labels AS HeldOutLabels, evaluation AS Evaluation,
               failure AS Failure, failure_message AS FailureMessage, created_at AS CreatedAt, started_at AS StartedAt, ended_at AS EndedAt
        FROM predictors WHERE deleted_at IS NULL
        """;

    public long Id { get; init; }

    public required string Target { get; init; }

    public int Version { get; init; }

    public required string SearchSpace { get; init; }

    public required string Dataset { get; init; }

    public int Batch { get; init; }

    public required string ModelPrecision { get; init; }

    public required string GraphVariant { get; init; }

    public required string Plan { get; init; }

    public int State { get; init; }

    public bool Promoted { get; init; }

    public string? Stage { get; init; }

    public double? Fraction { get; init; }

    public int Labels { get; init; }

    public int HeldOutLabels { get; init; }

    public string? Evaluation { get; init; }

    public int? Failure { get; init; }

    public string? FailureMessage { get; init; }

    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? EndedAt { get; init; }

    public Predictor ToPredictor(IEnumerable<PredictorFile> files) => new()
    {
        Id = Id,
        Target = Target,
        Version = Version,
        SearchSpace = SearchSpace,
        Configuration = ModelConfiguration.Parse(Dataset, Batch, ModelPrecision, GraphVariant),
        Plan = StoredJson.Read<TrainingPlan>(Plan),
        State = (PredictorState)State,
        Promoted = Promoted,
        Stage = Stage,
        Fraction = Fraction ?? 0,
        Labels = Labels,
        HeldOutLabels = HeldOutLabels,
        Evaluation = Evaluation,
        Failure = (TrainingFailure?)Failure,
        FailureMessage = FailureMessage,
        Files = [.. files],
        CreatedAt = StoredTime.ToTime(CreatedAt),
        StartedAt = StoredTime.ToTime(StartedAt),
        EndedAt = StoredTime.ToTime(EndedAt),
    };
}

/// <summary>One file of a predictor.</summary>
internal sealed class PredictorFileRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = "SELECT predictor_id AS PredictorId, path AS Path, sha256 AS Sha256, size_bytes AS SizeBytes FROM predictor_files";

    public long PredictorId { get; init; }

    public required string Path { get; init; }

    public required string Sha256 { get; init; }

    public long SizeBytes { get; init; }

    public PredictorFile ToFile() => new(Path, Sha256, SizeBytes);
}

/// <summary>Reads predictors with their files.</summary>
internal static class SqlPredictorQueries
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

    /// <summary>Acquires, until the end of the transaction, the lock under which trainings start and end and predictors are promoted.</summary>
    public static Task LockAsync(SqlDatabase database, SqlSession session) =>
        session.FindAsync<string>($"SELECT name FROM turns WHERE name = 'predictors' {database.ForUpdate}");
}
