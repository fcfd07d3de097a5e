namespace LatBench.Storage.Searches;

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
