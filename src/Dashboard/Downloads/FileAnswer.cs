using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LatBench.Dashboard.Downloads;

/// <summary>The headers of a file that a browser saves.</summary>
internal static class FileAnswer
{
    /// <summary>Writes the headers.</summary>
    /// <param name="http">The request and its response.</param>
    /// <param name="path">The path of the file; its last part becomes the name.</param>
    /// <param name="size">The size in bytes; null where it is not known.</param>
    /// <param name="sha256">The SHA-256 of the content, which is the ETag; null where it is not known.</param>
    /// <returns>True where the browser has the content already; the answer is complete then.</returns>
    public static bool Begin(HttpContext http, string path, long? size, string? sha256)
    {
        var response = http.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(Path.GetFileName(path));
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "private, no-cache";
        response.ContentType = TypeOf(path);
        if (sha256 is not null)
        {
            response.Headers.ETag = $"\"{sha256}\"";
            if (http.Request.Headers.IfNoneMatch == $"\"{sha256}\"")
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
        }

        response.ContentLength = size;
        return false;
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".json" => "application/json",
        ".csv" => "text/csv; charset=utf-8",
        ".md" => "text/markdown; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".zip" => "application/zip",
        _ => "application/octet-stream",
    };
}
