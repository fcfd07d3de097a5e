using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host) =>
        new Listing<Search>
        {
            Page = async (context, connection, size, token) =>
            {
                var request = new ListSearchesRequest { PageSize = size, PageToken = token };
                var page = await connection.Searches.ListSearchesAsync(request, cancellationToken: context.CancellationToken);
                return (page.Searches, page.NextPageToken);
            },
            Document = searches => new ListSearchesResponse { Searches = { searches } },
            Empty = "There is no search yet: start one with `latbench search run`.",
            Headings = ["SEARCH", "STATE", "STRATEGY", "SUGGESTED", "REPORTED", "BEST", "CONFIRMED", "CREATED", "LIMITS", TableColumn.FreeText("NAME")],
            Row = (search, _) => Row(search),
        }.Create(host, "All searches, newest first.", "latbench search list");

    private static string[] Row(Search search) =>
    [
        search.Name,
        Words.Of(search.State),
        search.Strategy,
        $"{Figures.Count(search.Progress.Suggested)}/{Figures.Count(search.Budget)}",
        Figures.Count(search.Progress.Reported),
        search.Progress.HasBestAccuracy ? SearchText.Percent(search.Progress.BestAccuracy) : Figures.None,
        $"{Figures.Count(search.Progress.Confirmed)}/{Figures.Count(search.Winners)}",
        Figures.Time(search.CreateTime),
        SearchText.Limits(search),
        search.DisplayName,
    ];
}
