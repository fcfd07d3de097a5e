using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.Dashboard.Problems;

/// <summary>Shows a page for what a page could not do: a call that the API refused, or an address without a page.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, IServiceScopeFactory scopes)
{
    /// <summary>The path of the page that shows the problem of the request.</summary>
    public const string Path = "/problem";

    private static readonly string[] OtherRoots = ["/v1", "/metrics", "/healthz", "/assets", "/device/assets"];

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        Problem problem;
        try
        {
            await next(http);
            if (http.Response.HasStarted || !IsEmptyRefusal(http.Response) || !IsOfDashboard(http.Request) || http.Request.Path == Path)
                return;
            problem = http.Response.StatusCode == StatusCodes.Status404NotFound ? Problem.NoPage : Problem.NoForm;
        }
        catch (RpcException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (RpcException e) when (!http.Response.HasStarted)
        {
            problem = Problem.Of(e);
        }
        catch (Exception e) when (!http.Response.HasStarted && HttpMethods.IsPost(http.Request.Method) && IsOfDashboard(http.Request) && e is InvalidDataException or BadHttpRequestException)
        {
            problem = Problem.NoForm;
        }

        if (WantsPage(http.Request) && IsOfDashboard(http.Request))
            await ShowAsync(http, problem);
        else
            await SayAsync(http, problem);
    }

    /// <summary>Determines whether an answer that has not started says only that there is no such address or form.</summary>
    private static bool IsEmptyRefusal(HttpResponse response) => response is { StatusCode: StatusCodes.Status404NotFound, ContentType: null } or { StatusCode: StatusCodes.Status400BadRequest };

    private static async Task SayAsync(HttpContext http, Problem problem)
    {
        http.Response.Clear();
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(problem.Message + "\n", http.RequestAborted);
    }

    private async Task ShowAsync(HttpContext http, Problem problem)
    {
        http.Response.Clear();
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        http.Items[typeof(Problem)] = problem;
        http.Request.Method = HttpMethods.Get;
        http.Request.Path = Path;
        // Services of the request that failed belong to its page.
        var services = http.RequestServices;
        await using var scope = scopes.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await next(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    private static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfDashboard(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true && !OtherRoots.Any(root => request.Path.StartsWithSegments(root));
}
