using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Charts;
using LatBench.Dashboard.Downloads;
using LatBench.SearchSpaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LatBench.Dashboard.Pages.Predictors;

/// <summary>The addresses beside the pages of predictors: the data of the scatter, and the files.</summary>
internal static class PredictorEndpoints
{
    private const string LabelsFile = "labels.csv";

    /// <summary>Adds the addresses.</summary>
    public static void MapPredictorData(this IEndpointRouteBuilder app)
    {
        app.MapGet("/data/predictor", AnswerAsync).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));
        app.MapGet("/predictors/{id}/files/{**path}", DownloadAsync).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));
    }

    /// <summary>The address of the data of a predictor.</summary>
    public static string DataOf(string name) => $"/data/predictor?name={Uri.EscapeDataString(name)}";

    /// <summary>The address of a file of a predictor.</summary>
    public static string AddressOf(string name, string path) => $"{Text.ResourceAddress.Of(name)}/files/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    private static Task AnswerAsync(string? name, HttpContext http, LatBenchApi api, SearchSpaceRegistry spaces) => ChartData.AnswerAsync(http, async cancellationToken =>
    {
        var predictor = (await api.Predictors.GetPredictorAsync(new GetPredictorRequest { Name = name ?? "" }, cancellationToken: cancellationToken)).Predictor;
        if (predictor.Files.FirstOrDefault(file => file.Path == LabelsFile) is not { } labels || !spaces.TryGet(predictor.SearchSpace, out var space))
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "This predictor has no labels to show."));
        // A predictor that is ready never changes.
        if (ChartData.IsKnown(http, $"{predictor.Version}-{labels.Sha256[..24]}"))
            return null;
        return await PredictedPoints.ReadAsync(api, predictor, space, await DownloadLabelsAsync(api, predictor, cancellationToken), cancellationToken);
    });

    private static async Task<IReadOnlyList<PredictorLabel>> DownloadLabelsAsync(LatBenchApi api, Predictor predictor, CancellationToken cancellationToken)
    {
        using var call = api.Predictors.DownloadPredictorFile(new DownloadPredictorFileRequest { Name = predictor.Name, Path = LabelsFile }, cancellationToken: cancellationToken);
        using var file = new MemoryStream();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken))
            chunk.Data.WriteTo(file);
        file.Position = 0;
        return PredictorLabel.Read(new StreamReader(file));
    }

    private static async Task DownloadAsync(string id, string path, HttpContext http, LatBenchApi api)
    {
        var predictor = (await api.Predictors.GetPredictorAsync(new GetPredictorRequest { Name = $"predictors/{id}" }, cancellationToken: http.RequestAborted)).Predictor;
        if (predictor.Files.FirstOrDefault(file => file.Path == path) is not { } file)
            throw new RpcException(new Status(StatusCode.NotFound, $"The predictor has no file {path}."));
        if (FileAnswer.Begin(http, file.Path, file.SizeBytes, file.Sha256))
            return;
        using var call = api.Predictors.DownloadPredictorFile(new DownloadPredictorFileRequest { Name = predictor.Name, Path = file.Path }, cancellationToken: http.RequestAborted);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(http.RequestAborted))
            await http.Response.Body.WriteAsync(chunk.Data.Memory, http.RequestAborted);
    }
}
