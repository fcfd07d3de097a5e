using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search list</c>.</summary>
internal static class ListCommand
{
    private const int PageSize = 500;

    public static Command Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command("list", "All searches, newest first.", "latbench search list");
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var searches = await Pages.ReadAsync(async token =>
            {
                var page = await connection.Searches.ListSearchesAsync(new ListSearchesRequest { PageSize = PageSize, PageToken = token }, cancellationToken: context.CancellationToken);
                return ((IEnumerable<Search>)page.Searches, page.NextPageToken);
            });
            if (context.Get(json))
                context.Terminal.Json(new ListSearchesResponse { Searches = { searches } });
            else if (searches.Count == 0)
                context.Terminal.Note("There is no search yet: start one with `latbench search run`.");
            else
                context.Terminal.Table(["SEARCH", "STATE", "STRATEGY", "SUGGESTED", "REPORTED", "BEST", "CONFIRMED", "CREATED", "LIMITS", "NAME"], searches.Select(Row));
            return ExitCode.Done;
        });
    }

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
