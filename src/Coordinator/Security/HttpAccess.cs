using Grpc.Core;
using LatBench.Dashboard.Access;
using LatBench.Storage;
using Microsoft.Net.Http.Headers;

namespace LatBench.Coordinator.Security;

/// <summary>Lets those fetch files over HTTP who may fetch them over gRPC, with a token or signed in to the dashboard, under the same limits and in the same log.</summary>
internal sealed class HttpAccess(Admission admission)
{
    /// <summary>The answer to a request that must not be served; null where it may, and then it holds its place until it is answered.</summary>
    /// <param name="method">The method of gRPC that gives the same, as <see cref="AccessTable"/> has it.</param>
    /// <param name="http">The request.</param>
    public async Task<IResult?> RefusalAsync(string method, HttpContext http)
    {
        try
        {
            var header = http.Request.Headers.Authorization.ToString();
            // A browser that is signed in to the dashboard has its token in a cookie; nothing that these addresses do changes anything.
            if (header.Length == 0 && SessionCookie.Read(http.Request) is { } secret)
                header = $"Bearer {secret}";
            http.Response.RegisterForDispose(await admission.EnterAsync(
                method, header.Length == 0 ? null : header, $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}", _ => { }, http.RequestAborted));
            return null;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Refusal(e, StatusCodes.Status401Unauthorized);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            http.Response.Headers[HeaderNames.RetryAfter] = "1";
            return Refusal(e, StatusCodes.Status429TooManyRequests);
        }
        catch (RpcException e)
        {
            return Refusal(e, StatusCodes.Status403Forbidden);
        }
        catch (StorageException e) when (e.IsTransient)
        {
            http.Response.Headers[HeaderNames.RetryAfter] = "1";
            return Results.Text($"{e.Message} Try again later.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Refusal(RpcException refused, int status) => Results.Text(refused.Status.Detail + "\n", statusCode: status);
}
