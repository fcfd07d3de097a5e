using Grpc.Core;
using LatBench.Coordinator.Security;
using LatBench.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LatBench.Coordinator.Mcp;

/// <summary>
/// Lets requests to the MCP endpoint in by their bearer token, under the same limits and in the same log as every call. A cookie is no token here, and a page of another site is
/// refused: what a browser sends by itself must not start a campaign.
/// </summary>
internal sealed class McpAccess(RequestDelegate next, Admission admission)
{
    private const string Scheme = "Bearer ";
    private const int MaxRequestBytes = 1 << 20;

    /// <summary>Answers a request, or passes it on.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(McpRegistration.Path))
        {
            await next(http);
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxRequestBytes;
        if (http.Request.Headers.Origin is [{ } origin, ..] && origin != $"{http.Request.Scheme}://{http.Request.Host}")
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, $"This request came from a page of another site ({Shorten(origin)}): connect an assistant, not a page.");
            return;
        }

        if (http.Request.ContentLength > MaxRequestBytes)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"A request has at most {MaxRequestBytes >> 20} MiB: ask for fewer architectures at once.");
            return;
        }

        if (await EnterAsync(http))
            await next(http);
    }

    private async Task<bool> EnterAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var peer = $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}";
        try
        {
            // The calls of its tools have a place each: where the token has one place only, a request that held it would keep its own tools out.
            await admission.EnterWithoutPlaceAsync(
                AccessTable.Mcp, header.Length == 0 ? null : header, peer, caller => new McpCaller(header[Scheme.Length..].Trim(), caller.Role, peer).AttachTo(http), http.RequestAborted);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, e.Status.Detail);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            http.Response.Headers[HeaderNames.RetryAfter] = "1";
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, e.Status.Detail);
        }
        catch (RpcException e)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, e.Status.Detail);
        }
        catch (StorageException e) when (e.IsTransient)
        {
            http.Response.Headers[HeaderNames.RetryAfter] = "1";
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, $"{e.Message} Try again later.");
        }

        return false;
    }

    private static async Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(sentence + "\n", http.RequestAborted);
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
