using LatBench.Storage.Sql;

namespace LatBench.Storage.Searches;

/// <summary>Queries about searches that several writers share.</summary>
internal static class SqlSearchQueries
{
    public static async Task<Search?> FindAsync(SqlSession session, long searchId) =>
        (await session.FindAsync<SearchRow>($"{SearchRow.Select} WHERE id = @searchId", new { searchId }).ConfigureAwait(false))?.ToSearch();

    /// <summary>Returns the state of a search, which no other transaction changes until this one ends; null where there is none.</summary>
    public static async Task<SearchState?> LockAsync(SqlDatabase database, SqlSession session, long searchId) =>
        (SearchState?)await session.FindAsync<int?>($"SELECT state FROM searches WHERE id = @searchId {database.ForUpdate}", new { searchId }).ConfigureAwait(false);

    public static async Task<IReadOnlyList<SearchStep>> StepsAsync(SqlSession session, long searchId) =>
        [.. (await session.QueryAsync<SearchStepRow>($"{SearchStepRow.Select} WHERE search_id = @searchId ORDER BY number", new { searchId }).ConfigureAwait(false)).Select(row => row.ToStep())];
}

/// <summary>One search.</summary>
internal sealed class SearchRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, display_name AS DisplayName, request AS Request, candidate_count AS CandidateCount, state AS State,
               proof_targets AS ProofTargets, note AS Note, created_at AS CreatedAt, ended_at AS EndedAt
        FROM searches
        """;

    public long Id { get; init; }

    public required string DisplayName { get; init; }

    public required string Request { get; init; }

    public int CandidateCount { get; init; }

    public int State { get; init; }

    public string? ProofTargets { get; init; }

    public required string Note { get; init; }

    public long CreatedAt { get; init; }

    public long? EndedAt { get; init; }

    public Search ToSearch() => new()
    {
        Id = Id,
        DisplayName = DisplayName,
        Request = Request,
        CandidateCount = CandidateCount,
        State = (SearchState)State,
        ProofTargets = ProofTargets is null ? null : StoredJson.Read<string[]>(ProofTargets),
        Note = Note,
        CreatedAt = StoredTime.ToTime(CreatedAt),
        EndedAt = StoredTime.ToTime(EndedAt),
    };
}

/// <summary>One suggestion.</summary>
internal sealed class SearchStepRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT number AS Number, architecture AS Architecture, outcome AS Outcome, accuracy AS Accuracy, report_number AS ReportNumber,
               addition AS Addition
        FROM search_steps
        """;

    public int Number { get; init; }

    public required string Architecture { get; init; }

    public int? Outcome { get; init; }

    public double? Accuracy { get; init; }

    public int? ReportNumber { get; init; }

    public string? Addition { get; init; }

    public SearchStep ToStep() => new(Number, Architecture, Outcome is null ? null : new SearchReport(ReportNumber!.Value, Accuracy), Addition);
}
