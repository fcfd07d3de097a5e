using LatBench.Coordinator.Hosting;
using LatBench.Coordinator.Hosting.InProcess;
using LatBench.Dashboard;
using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Pages.Models;
using Microsoft.AspNetCore.Connections;

namespace LatBench.Coordinator.DashboardPages;

/// <summary>Adds the dashboard, and what it needs of the coordinator.</summary>
internal static class DashboardPagesRegistration
{
    /// <summary>Adds the services.</summary>
    public static void AddDashboardPages(this IServiceCollection services)
    {
        services.AddSingleton<InProcessTransport>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<InProcessTransport>());
        services.AddSingleton<SignInCodes>();
        services.AddSingleton<BoundAddresses>();
        services.AddSingleton<IApiChannel, InProcessApi>();
        services.AddSingleton<IDashboardAccess, DashboardAccess>();
        services.AddSingleton<IApiAddress>(provider => provider.GetRequiredService<BoundAddresses>());
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<CoordinatorOptions>();
            return new ModelUploadOptions(Path.GetFullPath(options.Files.Uploads), options.MaxModelBytes);
        });
        services.AddDashboard();
    }
}
