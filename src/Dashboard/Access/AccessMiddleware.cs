using LatBench.Dashboard.Problems;
using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Access;

/// <summary>Signs requests of the dashboard in by their cookie, and leads those without one to the page that asks for a token.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, IDashboardAccess access)
{
    /// <summary>Answers a request, or passes it on.</summary>
    public async Task InvokeAsync(HttpContext http, Session session)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<DashboardEndpoint>() is not { } endpoint)
        {
            await next(http);
            return;
        }

        SecurityHeaders.AddTo(http.Response);
        if (!http.Request.Host.HasValue)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "The request names no host: send a Host header.");
            return;
        }

        if (CrossSiteRequests.IsForged(http.Request))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "This request came from a page of another site: open the dashboard and act there.");
            return;
        }

        // The page of a problem is shown without asking once more: the problem may be that tokens cannot be read.
        var secret = http.Items.ContainsKey(typeof(Problem)) ? null : SessionCookie.Read(http.Request);
        if (secret is not null && await access.FindAsync(secret, http.RequestAborted) is { } user)
            session.SignIn(user, PeerOf(http));
        else if (endpoint.NeedsSignIn)
        {
            await AskForTokenAsync(http, expired: secret is not null);
            return;
        }

        await next(http);
    }

    private static async Task AskForTokenAsync(HttpContext http, bool expired)
    {
        if (!WantsPage(http.Request))
        {
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, "This needs a browser that is signed in: open /sign-in.");
            return;
        }

        // Here alone: the page has to know that there was a session.
        if (expired)
            SessionCookie.Delete(http);
        var from = HttpMethods.IsGet(http.Request.Method) ? $"{http.Request.Path}{http.Request.QueryString}" : "/";
        http.Response.Redirect($"/sign-in?return={Uri.EscapeDataString(from)}{(expired ? "&expired=1" : "")}");
    }

    private static async Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(sentence + "\n", http.RequestAborted);
    }

    /// <summary>Gets the address of a browser as gRPC writes addresses.</summary>
    internal static string PeerOf(HttpContext http) =>
        $"{(http.Connection.RemoteIpAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ipv6:[" + http.Connection.RemoteIpAddress + "]" : "ipv4:" + http.Connection.RemoteIpAddress)}:{http.Connection.RemotePort}";

    private static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
