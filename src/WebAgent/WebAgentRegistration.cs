using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.WebAgent;

/// <summary>Adds the device agent that runs in a browser to a coordinator: a page at <c>/device</c> and its modules.</summary>
public static class WebAgentRegistration
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the coordinator.</param>
    public static void AddWebAgent(this IServiceCollection services)
    {
        services.AddSingleton<WebAgentAssets>();
        services.AddSingleton<DevicePage>();
    }

    /// <summary>Adds the page, its modules and the runtimes, which need no sign-in.</summary>
    /// <param name="app">The coordinator.</param>
    /// <param name="runtimes">The directories of runtimes for browsers.</param>
    public static void MapWebAgent(this WebApplication app, IEnumerable<string> runtimes)
    {
        app.MapRuntimes(runtimes);
        app.MapMethods("/device", ReadMethods, (HttpContext http, DevicePage page) =>
        {
            IsolationHeaders.AddTo(http.Response);
            return page.ServeAsync(http);
        });
        app.MapMethods("/device/assets/{version}/{**path}", ReadMethods, (string version, string path, HttpContext http, WebAgentAssets files) =>
        {
            IsolationHeaders.AddTo(http.Response);
            return files.ServeAsync(version, path, http);
        });
    }
}
