namespace LatBench.Storage.Searches;

/// <summary>A search for the best network, without its steps and its candidates.</summary>
public sealed record Search
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>Free text for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The request as the coordinator wrote it down; opaque to the store.</summary>
    public required string Request { get; init; }

    /// <summary>The number of networks that may be suggested.</summary>
    public required int CandidateCount { get; init; }

    /// <summary>The state.</summary>
    public required SearchState State { get; init; }

    /// <summary>Slugs of the targets its winners are measured on; null before.</summary>
    public IReadOnlyList<string>? ProofTargets { get; init; }

    /// <summary>The reason why a verification ended early; empty otherwise.</summary>
    public required string Note { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>The state of a search. The numbers are stored: they never change.</summary>
public enum SearchState
{
    /// <summary>It suggests and takes reports.</summary>
    Running = 1,

    /// <summary>Winners are being measured.</summary>
    Proving = 2,

    /// <summary>The verification is complete.</summary>
    Succeeded = 3,

    /// <summary>Ended by a person.</summary>
    Cancelled = 4,
}

/// <summary>A search to be started.</summary>
public sealed record NewSearch
{
    /// <summary>Chosen by the caller; a repeat with the same value gives back the first search. Null for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Free text for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The request; opaque to the store.</summary>
    public required string Request { get; init; }

    /// <summary>The networks that may be suggested, with what is predicted of them; opaque to the store.</summary>
    public required string Candidates { get; init; }

    /// <summary>The number of candidates.</summary>
    public required int CandidateCount { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }
}
