using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Access;

/// <summary>
/// The cookie that a browser is signed in with. It holds the secret of a token, is out of reach for scripts, and is not sent with requests that other sites make.
/// </summary>
public static class SessionCookie
{
    /// <summary>The name of the cookie.</summary>
    public const string Name = "latbench_session";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Reads the secret; null where there is none.</summary>
    /// <param name="request">The request.</param>
    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(Name, out var secret) && secret.Length > 0 ? secret : null;

    /// <summary>Signs a browser in.</summary>
    /// <param name="http">The request and its response.</param>
    /// <param name="secret">The secret of the token.</param>
    public static void Write(HttpContext http, string secret) => http.Response.Cookies.Append(Name, secret, Options(http, Lifetime));

    /// <summary>Signs a browser out.</summary>
    /// <param name="http">The request and its response.</param>
    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
