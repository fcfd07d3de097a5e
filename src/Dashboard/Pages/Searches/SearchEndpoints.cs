using System.IO.Compression;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Charts;
using LatBench.Dashboard.Downloads;
using LatBench.Dashboard.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LatBench.Dashboard.Pages.Searches;

/// <summary>The addresses beside the pages of searches: the data of the charts, and the report.</summary>
internal static class SearchEndpoints
{
    /// <summary>Adds the addresses.</summary>
    public static void MapSearchData(this IEndpointRouteBuilder app)
    {
        app.MapGet("/data/search", AnswerAsync).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));
        app.MapGet("/searches/{id}/report.zip", DownloadAsync).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));
    }

    /// <summary>The address of the data of a search.</summary>
    public static string DataOf(string name, string? target) => $"/data/search?name={Uri.EscapeDataString(name)}{(target is null ? "" : $"&target={Uri.EscapeDataString(target)}")}";

    private static Task AnswerAsync(string? name, string? target, HttpContext http, LatBenchApi api) => ChartData.AnswerAsync(http, async cancellationToken =>
        SearchPoints.Of((await api.Searches.GetSearchAsync(new GetSearchRequest { Name = name ?? "" }, cancellationToken: cancellationToken)).Search, target));

    private static async Task DownloadAsync(string id, HttpContext http, LatBenchApi api)
    {
        var report = await api.Searches.GetSearchReportAsync(new GetSearchReportRequest { Name = $"searches/{id}" }, cancellationToken: http.RequestAborted);
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in report.Files)
            {
                await using var writer = new StreamWriter(await archive.CreateEntry(Path.GetFileName(file.Path)).OpenAsync(http.RequestAborted));
                await writer.WriteAsync(file.Content);
            }
        }

        FileAnswer.Begin(http, $"search-{ResourceAddress.IdOf($"searches/{id}")}.zip", content.Length, sha256: null);
        content.Position = 0;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
