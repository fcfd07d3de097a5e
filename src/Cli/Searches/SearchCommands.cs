using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search …</c>.</summary>
internal static class SearchCommands
{
    /// <summary>The time limit of calls in which a strategy may train a network.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static Command Create(CliHost host) => CliHost.Group(
        "search",
        "Searches for the best network under latency limits.",
        RunCommand.Create(host),
        Suggest(host),
        ReportCommand.Create(host),
        VerifyCommand.Create(host),
        VerifyCommand.Create(host, formerName: "prove"),
        Show(host),
        List(host),
        Cancel(host));

    /// <summary>Asks for suggestions and prints them.</summary>
    public static async Task<int> SuggestAsync(CommandContext context, CoordinatorConnection connection, string name, int count, bool json)
    {
        var request = new SuggestArchitecturesRequest { Name = name, Count = count, RequestId = Guid.NewGuid().ToString() };
        var response = await WorkNotice.WhileAsync(
            context.Terminal,
            "Choosing what to train next",
            connection.Searches.SuggestArchitecturesAsync(request, deadline: connection.Within(Deadline), cancellationToken: context.CancellationToken).ResponseAsync);
        if (json)
        {
            context.Terminal.Json(response);
            return ExitCode.Done;
        }

        if (response.Suggestions.Count == 0)
        {
            context.Terminal.Note($"The budget of {name} is spent: see `latbench search show {ShellWord.Quote(name)}`.");
            return ExitCode.Done;
        }

        SearchText.Suggestions(context.Terminal, response.Suggestions);
        context.Terminal.Note($"Train them, then: `latbench search report {ShellWord.Quote(name)} --arch ARCHITECTURE --result PERCENT`; {Figures.Count(response.BudgetLeft, "training")} of the budget left.");
        return ExitCode.Done;
    }

    private static CliCommand Suggest(CliHost host)
    {
        var name = Name();
        var count = OptionFactory.Whole("--count", "How many [default: as many as suit the strategy].", 1, 1000);
        var json = OptionFactory.Json();
        var command = host.Command("suggest", "The next architectures to train.", "latbench search suggest 1 --count 5");
        command.Add(name);
        command.Add(count);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            return await SuggestAsync(context, connection, context.Get(name)!, context.Get(count), context.Get(json));
        });
    }

    private static CliCommand Show(CliHost host)
    {
        var suggestions = new Option<bool>("--suggestions") { Description = "Everything that was suggested too." };
        return new ResourceCommand<Search>
        {
            Name = Name(),
            Call = (context, connection, name) => SearchText.GetAsync(connection, name, context.CancellationToken),
            Print = (context, search) =>
            {
                SearchText.Show(context.Terminal, search);
                if (context.Get(suggestions))
                    SearchText.Suggestions(context.Terminal, search.Suggestions);
            },
        }.Create(host, "show", "One search with the best so far.", ["latbench search show 1"], suggestions);
    }

    private static Command List(CliHost host) =>
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
        SearchText.State(search),
        search.Strategy,
        $"{Figures.Count(search.Progress.Suggested)}/{Figures.Count(search.Budget)}",
        Figures.Count(search.Progress.Reported),
        search.Progress.HasBestAccuracy ? SearchText.Percent(search.Progress.BestAccuracy) : Figures.None,
        $"{Figures.Count(search.Progress.Confirmed)}/{Figures.Count(search.Winners)}",
        Figures.Time(search.CreateTime),
        SearchText.Limits(search),
        search.DisplayName,
    ];

    private static CliCommand Cancel(CliHost host) =>
        new ResourceCommand<Search>
        {
            Name = Name(),
            Call = async (context, connection, name) =>
                (await connection.Searches.CancelSearchAsync(new CancelSearchRequest { Name = name }, cancellationToken: context.CancellationToken)).Search,
            Print = (context, search) => context.Terminal.Line($"{search.Name} is cancelled: {SearchText.Standing(search)}."),
        }.Create(host, "cancel", "End a search; what was reported stays.", ["latbench search cancel 1"]);

    private static Argument<string> Name() => ResourceName.Argument("searches", "search");
}
