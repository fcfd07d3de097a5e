using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Access;

/// <summary>
/// Recognises requests that a page of another site made the browser send. Every browser of the last years sends <c>Sec-Fetch-Site</c>; older ones send <c>Origin</c>
/// with every request that changes something. The cookie is not sent with those requests either.
/// </summary>
internal static class CrossSiteRequests
{
    /// <summary>Determines whether a request changes something and comes from another site.</summary>
    public static bool IsForged(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return false;
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site != "same-origin";
        return !request.Headers.TryGetValue("Origin", out var origin) || origin != $"{request.Scheme}://{request.Host}";
    }
}
