using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Layout;
using LatBench.Dashboard.Live;
using LatBench.Dashboard.Pages.Devices;
using LatBench.Dashboard.Pages.Measurements;
using LatBench.Dashboard.Pages.Models;
using LatBench.Dashboard.Pages.Predictors;
using LatBench.Dashboard.Pages.Searches;
using LatBench.Dashboard.Problems;
using LatBench.Dashboard.StaticFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.Dashboard;

/// <summary>Adds the dashboard to a coordinator, which provides <see cref="IDashboardAccess"/> and <see cref="IApiChannel"/>.</summary>
public static class DashboardRegistration
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the coordinator.</param>
    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();
        // Forms are protected by the origin of their requests (CrossSiteRequests): no key is ever needed, and none is written to a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton(new EmbeddedAssets(typeof(DashboardRegistration).Assembly, "/assets"));
        services.AddSingleton<LiveHub>();
        services.AddSingleton<PointCache>();
        services.AddScoped<Session>();
        services.AddScoped<LatBenchApi>();
    }

    /// <summary>Adds the pages for requests that cannot be answered; before routing.</summary>
    /// <param name="app">The coordinator.</param>
    public static void UseDashboardProblems(this WebApplication app)
    {
        app.Use(HeadRequests.AnswerAsGet);
        app.UseMiddleware<ProblemMiddleware>();
    }

    /// <summary>Adds the sign-in; after routing.</summary>
    /// <param name="app">The coordinator.</param>
    public static void UseDashboardAccess(this WebApplication app) => app.UseMiddleware<AccessMiddleware>();

    /// <summary>Adds the pages.</summary>
    /// <param name="app">The coordinator.</param>
    public static void MapDashboard(this WebApplication app)
    {
        app.MapRazorComponents<App>().DisableAntiforgery().Add(endpoint => endpoint.Metadata.Add(new DashboardEndpoint(NeedsSignIn: !IsOpen(endpoint))));
        app.MapSignIn();
        app.MapDeviceData();
        app.MapMeasurementsData();
        app.MapPredictorData();
        app.MapSearchData();
        app.MapModelUpload();
        app.MapGet("/live", LiveEndpoint.Subscribe).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));
        // A page whose stream broke asks whether it is still signed in.
        app.MapMethods("/live", [HttpMethods.Head], LiveEndpoint.Check).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));
        app.MapMethods("/assets/{version}/{**path}", ReadMethods, (string version, string path, HttpContext http, EmbeddedAssets files) => files.ServeAsync(version, path, http))
            .WithMetadata(new DashboardEndpoint(NeedsSignIn: false));
    }

    /// <summary>Determines whether a page is shown to browsers that are not signed in.</summary>
    private static bool IsOpen(EndpointBuilder endpoint) =>
        endpoint is Microsoft.AspNetCore.Routing.RouteEndpointBuilder { RoutePattern.RawText: "/sign-in" or ProblemMiddleware.Path };
}
