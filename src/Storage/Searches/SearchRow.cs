using LatBench.Storage.Sql;

namespace LatBench.Storage.Searches;

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
