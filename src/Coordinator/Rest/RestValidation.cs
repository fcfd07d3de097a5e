using System.Diagnostics;
using Google.Rpc;
using Grpc.Core;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Observability;
using LatBench.Coordinator.Security;
using LatBench.Storage;
using Microsoft.Net.Http.Headers;

namespace LatBench.Coordinator.Rest;

/// <summary>
/// Stands before the transcoding of REST: what a request has that its message does not is refused with the path of the field, and what no route
/// answers with the methods that there are. Transcoding alone ignores the one and answers the other with an empty body.
/// </summary>
internal sealed class RestValidation(RequestDelegate next, RestRoutes routes, Admission admission, CoordinatorMetrics metrics)
{
    /// <summary>Refuses the request or passes it on.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (routes.Of(endpoint) is not { } route)
        {
            // An endpoint that says 405 is none of a route.
            await (endpoint is RouteEndpoint ? next(http) : AnswerWithoutRouteAsync(http));
            return;
        }

        // Routing takes "/v1/campaigns/7:stop" for the campaign "7:stop".
        if (route.Path.Match(PathTemplate.Normalize(http.Request.Path)) is not { } path)
        {
            await AnswerWithoutRouteAsync(http);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        if (await RefusalAsync(http, route, path) is { } refusal)
        {
            metrics.Answered(route.FullName, ((StatusCode)refusal.Status.Code).ToString(), started);
            await refusal.WriteAsync(http);
        }
        else
        {
            await next(http);
        }
    }

    private Task AnswerWithoutRouteAsync(HttpContext http)
    {
        var path = http.Request.Path;
        var methods = routes.MethodsAt(path);
        if (methods.Count == 0)
        {
            return path.StartsWithSegments(RestRegistration.Root)
                ? RestRefusal.Of(StatusCodes.Status404NotFound, Code.NotFound, $"There is nothing at {FieldNames.Shorten(path.Value!)}: GET / names what there is.").WriteAsync(http)
                : next(http);
        }

        http.Response.Headers.Allow = string.Join(", ", methods);
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return RestRefusal
            .Of(StatusCodes.Status405MethodNotAllowed, Code.Unimplemented, $"{http.Request.Method} is not answered at {FieldNames.Shorten(path.Value!)}: it answers {string.Join(", ", methods)}.")
            .WriteAsync(http);
    }

    /// <summary>The refusal of a request; null where it may be made. An unknown caller learns that first.</summary>
    private async Task<RestRefusal?> RefusalAsync(HttpContext http, RestRoute route, IReadOnlyDictionary<string, string> path)
    {
        try
        {
            var refusal = await CheckAsync(http, route, path);
            return refusal is null ? null : await RefusalOfCallerAsync(http, route) ?? refusal;
        }
        catch (BadHttpRequestException exception)
        {
            return RestRefusal.Of(exception.StatusCode, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? Code.ResourceExhausted : Code.InvalidArgument, exception.Message);
        }
    }

    private static async Task<RestRefusal?> CheckAsync(HttpContext http, RestRoute route, IReadOnlyDictionary<string, string> path)
    {
        var faults = new FieldFaults();
        QueryParameters.Check(http.Request.QueryString, route, faults);
        var body = await RequestBody.ReadAsync(http);
        if (!route.TakesBody)
        {
            if (!body.IsEmpty)
                faults.Add("*", $"{route.HttpMethod} takes no body here: give the fields in the query string.");
        }
        else if (!body.IsEmpty)
        {
            if (RequestBody.RefuseType(http.Request) is { } wrongType)
                return wrongType;
            JsonBody.Check(body.Span, route.Request, route.BodyField, path, faults);
        }
        else if (route.PathIsComplete)
        {
            RequestBody.SetEmptyMessage(http.Request);
        }
        else
        {
            faults.Add(route.BodyField?.Name ?? "*", "The body is empty: send a JSON object, {} to leave everything at its default.");
        }

        return faults.All.Count == 0 ? null : RestRefusal.Of(RpcErrors.InvalidArgument(faults.All));
    }

    private async Task<RestRefusal?> RefusalOfCallerAsync(HttpContext http, RestRoute route)
    {
        if (AccessTable.IsOpen(route.FullName))
            return null;
        try
        {
            var header = http.Request.Headers[HeaderNames.Authorization].ToString();
            using var place = await admission.EnterAsync(
                route.FullName, header.Length == 0 ? null : header, $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}", _ => { }, http.RequestAborted);
            return null;
        }
        catch (RpcException exception)
        {
            return RestRefusal.Of(exception);
        }
        catch (StorageException exception) when (exception.IsTransient)
        {
            return RestRefusal.Of(RpcErrors.Unavailable($"{exception.Message} Try again later."));
        }
    }
}
