using System.Reflection;
using System.Text;
using LatBench.Dashboard.StaticFiles;
using Microsoft.AspNetCore.Http;

namespace LatBench.WebAgent;

/// <summary>The page of the agent: the same for every browser, with the addresses of its modules and styles filled in.</summary>
/// <param name="files">The files of the agent.</param>
/// <param name="dashboard">The files of the dashboard, whose look it shares.</param>
internal sealed class DevicePage(WebAgentAssets files, EmbeddedAssets dashboard)
{
    private static readonly string Version =
        typeof(DevicePage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private readonly byte[] _content = Encoding.UTF8.GetBytes(files.Text("device.html")
        .Replace("{version}", Version, StringComparison.Ordinal)
        .Replace("{icon}", dashboard["icon.svg"], StringComparison.Ordinal)
        .Replace("{look}", dashboard["css/latbench.css"], StringComparison.Ordinal)
        .Replace("{style}", files["css/device.css"], StringComparison.Ordinal)
        .Replace("{main}", files["js/main.js"], StringComparison.Ordinal));

    /// <summary>Answers a request.</summary>
    /// <param name="http">The request.</param>
    public async Task ServeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = _content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(_content, http.RequestAborted);
    }
}
