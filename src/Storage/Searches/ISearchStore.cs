namespace LatBench.Storage.Searches;

/// <summary>Searches: their suggestions, the reports of them, and the campaigns that prove their winners.</summary>
public interface ISearchStore
{
    /// <summary>Starts a search. A repeat with the same request id returns the first one.</summary>
    Task<Search> CreateAsync(NewSearch search, CancellationToken cancellationToken);

    /// <summary>The search that was created with this request id; null where there is none.</summary>
    Task<Search?> FindByRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>One search; null where there is none.</summary>
    Task<Search?> FindAsync(long searchId, CancellationToken cancellationToken);

    /// <summary>Searches, newest first, those before <paramref name="beforeId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Search>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>The identities of searches whose winners are being measured.</summary>
    Task<IReadOnlyList<long>> ListProvingAsync(CancellationToken cancellationToken);

    /// <summary>The candidates as they were given; null where there is no such search.</summary>
    Task<string?> FindCandidatesAsync(long searchId, CancellationToken cancellationToken);

    /// <summary>All suggestions in order.</summary>
    Task<IReadOnlyList<SearchStep>> ListStepsAsync(long searchId, CancellationToken cancellationToken);

    /// <summary>The suggestions that were made for a request; empty where there are none.</summary>
    Task<IReadOnlyList<SearchStep>> ListStepsAsync(long searchId, string requestId, CancellationToken cancellationToken);

    /// <summary>Adds suggestions to a running search that has as many steps and reports as the caller has seen.</summary>
    /// <returns>False, and nothing has changed, where it has others by now or does not run.</returns>
    Task<bool> SuggestAsync(
        long searchId, int seenSteps, int seenReports, string? requestId, IReadOnlyList<NewStep> suggestions, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes reports, all of them or none; one that repeats an earlier one changes nothing.</summary>
    /// <returns>Those that cannot be taken; empty where all were.</returns>
    Task<IReadOnlyList<RefusedReport>> ReportAsync(long searchId, IReadOnlyList<NewReport> reports, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Begins to prove a running search. False where it does not run; true again for one that is proving already.</summary>
    Task<bool> BeginProofAsync(long searchId, IReadOnlyList<string> targets, CancellationToken cancellationToken);

    /// <summary>Adds the campaign of a round; one that is there already stays.</summary>
    Task AddProofAsync(long searchId, int round, long campaignId, CancellationToken cancellationToken);

    /// <summary>The campaigns of a proof, by round.</summary>
    Task<IReadOnlyList<long>> ListProofsAsync(long searchId, CancellationToken cancellationToken);

    /// <summary>Ends a search that has not ended.</summary>
    /// <returns>The search as it is now; null where there is none.</returns>
    Task<Search?> EndAsync(long searchId, SearchState state, string note, DateTimeOffset now, CancellationToken cancellationToken);
}
