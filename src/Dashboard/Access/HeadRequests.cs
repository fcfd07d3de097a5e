using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Access;

/// <summary>Answers HEAD for pages, their data and downloads as GET; the server leaves out the body by itself. Addresses that answer HEAD themselves are left alone.</summary>
internal static class HeadRequests
{
    private static readonly PathString[] Others = ["/live", "/assets", "/metrics", "/healthz", "/v1", "/snapshots"];
    private static readonly PathString[] SnapshotPages = ["/snapshots/view", "/snapshots/diff"];

    /// <summary>Answers a request.</summary>
    public static Task AnswerAsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method) && IsOfPages(http.Request.Path))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    private static bool IsOfPages(PathString path) =>
        path == "/snapshots" || SnapshotPages.Any(root => path.StartsWithSegments(root)) || !Others.Any(root => path.StartsWithSegments(root));
}
