using Microsoft.AspNetCore.Http;

namespace LatBench.WebAgent;

/// <summary>
/// The headers of the page and of every script of it. They isolate it from other sites, for which a browser gives it threads of WebAssembly and a fine clock,
/// and limit what it loads to the coordinator's own files.
/// </summary>
internal static class IsolationHeaders
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers to a response.</summary>
    public static void AddTo(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
