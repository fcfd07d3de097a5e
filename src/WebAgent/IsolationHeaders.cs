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

    // The threads of the runtime begin with its own files, and take the policy of their response.
    private const string RuntimePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

    /// <summary>Adds the headers to a response with the page or one of its modules.</summary>
    public static void AddTo(HttpResponse response)
    {
        Add(response, ContentPolicy);
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Adds the headers to a response with a file of a runtime.</summary>
    public static void AddToRuntime(HttpResponse response) => Add(response, RuntimePolicy);

    private static void Add(HttpResponse response, string policy)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
