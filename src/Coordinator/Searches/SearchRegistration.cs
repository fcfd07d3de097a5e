namespace LatBench.Coordinator.Searches;

/// <summary>What searches need.</summary>
internal static class SearchRegistration
{
    /// <summary>Adds searches and their proofs.</summary>
    public static void AddSearches(this IServiceCollection services)
    {
        services.AddSingleton<SearchPlanner>();
        services.AddSingleton<Suggestions>();
        services.AddSingleton<ReportRequests>();
        services.AddSingleton<WinnerProofs>();
        services.AddHostedService<ProofWorker>();
    }
}
