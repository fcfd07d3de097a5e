using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Problems;
using LatBench.Dashboard.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>The upload of models: a form sends them as it is, or a script that shows the progress.</summary>
internal static class ModelEndpoints
{
    /// <summary>The address of the upload.</summary>
    public const string Upload = "/models/upload";

    /// <summary>Adds the addresses.</summary>
    public static void MapModelUpload(this IEndpointRouteBuilder app) =>
        app.MapPost(Upload, UploadAsync).DisableAntiforgery().WithMetadata(new DashboardEndpoint(NeedsSignIn: true));

    private static async Task<IResult> UploadAsync(HttpContext http, LatBenchApi api, Session session, ModelUploadOptions options, TimeProvider time)
    {
        // Each file has a limit of its own.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        try
        {
            if (!session.May(nameof(ModelService), nameof(ModelService.ModelServiceClient.CreateModel)))
                throw new RpcException(new Status(StatusCode.PermissionDenied, "Your role may not upload models: ask an admin for a token with the role submitter."));
            var models = await new BrowserUpload(api, options, time).TakeAsync(http.Request, http.RequestAborted);
            var address = models is [var one] ? ResourceAddress.Of(one.Name) : "/models";
            return IsScript(http.Request) ? Results.Json(new UploadAnswer(address, null)) : Results.Redirect(address);
        }
        catch (RpcException e) when (IsScript(http.Request))
        {
            var problem = Problem.Of(e);
            return Results.Json(new UploadAnswer(null, problem.Message), statusCode: problem.Status);
        }
    }

    private static bool IsScript(HttpRequest request) => request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The answer to a script.</summary>
    /// <param name="Address">The page to go to; null where it was refused.</param>
    /// <param name="Message">The reason why it was refused; null where it was not.</param>
    private sealed record UploadAnswer(string? Address, string? Message);
}
