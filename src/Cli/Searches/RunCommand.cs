using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CliHost host)
    {
        var options = new SearchOptions();
        var table = new Option<string?>("--accuracy") { Description = "A CSV file of accuracies that answers by itself; without it the first suggestions are printed.", HelpName = "FILE" };
        var column = new Option<string?>("--column") { Description = "The column of the table, in percent.", HelpName = "NAME" };
        var verify = new Option<bool>("--verify") { Description = "Then have the winners measured, and wait for it." };
        var former = new Option<bool>("--prove") { Description = "The former name of --verify.", Hidden = true };
        var json = OptionFactory.Json();
        var command = host.Command(
            "run",
            "Start a search; with a table of accuracies, to its end.",
            "latbench search run --limit lab-xeon=2.5 --budget 50",
            "latbench search run --accuracy accuracies.csv --column cifar100_test_200ep --limit 2.5 --verify");
        options.AddTo(command);
        foreach (var option in new Option[] { table, column, verify, former, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var file = context.Get(table);
            if (file is null && context.Get(column) is not null)
                throw new CliException("--column belongs to --accuracy: give the file of accuracies as well.", ExitCode.WrongUsage);
            var verifies = context.Get(verify) || context.Get(former);
            if (file is null && verifies)
                throw new CliException("--verify needs accuracies: give a table with --accuracy and --column, or report first and then call `latbench search verify`.", ExitCode.WrongUsage);
            var answers = file is null ? null : AccuracyFile.Open(file, context.Get(column));
            using var connection = context.Connect();
            var asked = await options.ReadAsync(context, connection);
            asked.Candidates.AddRange(answers?.Candidates ?? []);
            var search = await CreateAsync(connection, asked, context.CancellationToken);
            if (answers is null)
                return await SearchCommands.SuggestAsync(context, connection, search.Name, 0, context.Get(json));
            if (!context.Get(json))
                context.Terminal.Note($"Started {search.Name}: {Figures.Count(search.Progress.Candidates, "candidate")}.");
            await AnswerAsync(connection, search.Name, answers.Answer, told => context.Terminal.Note($"{SearchText.Standing(told)}, best {SearchText.Percent(told.Progress.BestAccuracy)}"), context.CancellationToken);
            if (verifies)
                return await VerifyCommand.VerifyAsync(context, connection, new ProveWinnersRequest { Name = search.Name }, context.Get(json));
            search = await SearchText.GetAsync(connection, search.Name, context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(search);
            else
                SearchText.Show(context.Terminal, search);
            return ExitCode.Done;
        });
    }

    /// <summary>Starts a search; a repeat after a broken connection starts no second one.</summary>
    public static async Task<Search> CreateAsync(CoordinatorConnection connection, Search asked, CancellationToken cancellationToken, string? requestId = null)
    {
        var request = new CreateSearchRequest { Search = asked, RequestId = requestId ?? Guid.NewGuid().ToString() };
        return (await connection.Searches.CreateSearchAsync(request, deadline: connection.Within(SearchCommands.Deadline), cancellationToken: cancellationToken)).Search;
    }

    /// <summary>Answers whatever is suggested until the budget is spent.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="name">The search.</param>
    /// <param name="answer">The report of an architecture.</param>
    /// <param name="onReport">Called after every report.</param>
    /// <param name="cancellationToken">Ends it; what was reported stays.</param>
    public static async Task AnswerAsync(
        CoordinatorConnection connection, string name, Func<string, AccuracyReport> answer, Action<Search> onReport, CancellationToken cancellationToken)
    {
        while (true)
        {
            var request = new SuggestArchitecturesRequest { Name = name, RequestId = Guid.NewGuid().ToString() };
            var response = await connection.Searches.SuggestArchitecturesAsync(request, deadline: connection.Within(SearchCommands.Deadline), cancellationToken: cancellationToken);
            if (response.Suggestions.Count == 0)
                return;
            var report = new ReportAccuraciesRequest { Name = name, Reports = { response.Suggestions.Select(suggestion => answer(suggestion.Architecture)) } };
            onReport((await connection.Searches.ReportAccuraciesAsync(report, cancellationToken: cancellationToken)).Search);
        }
    }
}

/// <summary>A table of accuracies that answers a search in place of training.</summary>
internal sealed class AccuracyFile
{
    private static readonly ISearchSpace SearchSpace = SearchSpaceRegistry.BuiltIn.Default;

    private readonly AccuracyTable _table;

    private AccuracyFile(AccuracyTable table) => _table = table;

    /// <summary>Gets the candidates that a search may suggest: only the architectures of the table.</summary>
    public IEnumerable<SearchCandidate> Candidates => _table.Accuracies.Keys.Select(architecture =>
    {
        var candidate = new SearchCandidate { Architecture = SearchSpace.Code(architecture) };
        if (_table.OfficialIndices.TryGetValue(architecture, out var index))
            candidate.OfficialIndex = index;
        return candidate;
    });

    /// <summary>The accuracy of an architecture, as a report; a failure where the table has none.</summary>
    public AccuracyReport Answer(string architecture) => _table.Accuracies.TryGetValue(SearchSpace.Parse(architecture), out var accuracy)
        ? new AccuracyReport { Architecture = architecture, Accuracy = accuracy }
        : new AccuracyReport { Architecture = architecture, Failed = true };

    /// <exception cref="CliException">The file or the column cannot be used.</exception>
    public static AccuracyFile Open(string path, string? column)
    {
        try
        {
            return column is not null
                ? new AccuracyFile(AccuracyTable.Open(SearchSpace, path, column))
                : throw new CliException($"--column is missing: name the column of accuracies, one of {string.Join(", ", AccuracyTable.ColumnsOf(SearchSpace, path))}.", ExitCode.WrongUsage);
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }
    }
}
