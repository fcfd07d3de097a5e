namespace LatBench.Coordinator.Searches;

/// <summary>The registration of the services that searches need.</summary>
internal static class SearchRegistration
{
    /// <summary>Adds searches and their verifications.</summary>
    public static void AddSearches(this IServiceCollection services)
    {
        services.AddSingleton<SearchPlanner>();
        services.AddSingleton<Suggestions>();
        services.AddSingleton<ReportRequests>();
        services.AddSingleton<WinnerVerifications>();
        services.AddHostedService<VerificationWorker>();
    }
}
