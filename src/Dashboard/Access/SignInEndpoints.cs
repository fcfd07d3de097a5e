using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace LatBench.Dashboard.Access;

/// <summary>Signing in with a token or with a link that works once, and signing out.</summary>
internal static class SignInEndpoints
{
    private static readonly DashboardEndpoint Open = new(NeedsSignIn: false);

    /// <summary>Adds the addresses.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in", SignInAsync).DisableAntiforgery().WithMetadata(Open);
        app.MapGet("/sign-in/{code}", RedeemAsync).WithMetadata(Open);
        app.MapPost("/sign-out", SignOutAsync).DisableAntiforgery().WithMetadata(Open);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, IDashboardAccess access, [FromForm] string? token, [FromForm(Name = "return")] string? path)
    {
        var secret = token?.Trim() ?? "";
        path = LocalPath.OrHome(path);
        if (await access.SignInAsync(secret, AccessMiddleware.PeerOf(http), http.RequestAborted) is null)
            return Results.Redirect($"/sign-in?wrong=token&return={Uri.EscapeDataString(path)}");
        SessionCookie.Write(http, secret);
        return Results.Redirect(path);
    }

    private static async Task<IResult> RedeemAsync(string code, HttpContext http, IDashboardAccess access)
    {
        if (await access.RedeemAsync(code, AccessMiddleware.PeerOf(http), http.RequestAborted) is not { } secret)
            return Results.Redirect("/sign-in?wrong=code");
        SessionCookie.Write(http, secret);
        return Results.Redirect("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IDashboardAccess access)
    {
        if (SessionCookie.Read(http.Request) is { } secret)
            await access.EndAsync(secret, http.RequestAborted);
        SessionCookie.Delete(http);
        return Results.Redirect("/sign-in");
    }
}
