using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CliHost host)
    {
        var space = host.Space();
        var options = new SearchOptions(space);
        var accuracies = new AccuracyOptions(space);
        var verify = new Option<bool>("--verify") { Description = "Then have the winners measured, and wait for it." };
        var former = new Option<bool>("--prove") { Description = "The former name of --verify.", Hidden = true };
        var json = OptionFactory.Json();
        var command = host.Command(
            "run",
            "Start a search; with a table or a model of accuracies, to its end.",
            "latbench search run --limit lab-xeon=2.5 --budget 50",
            "latbench search run --accuracy accuracies.csv --column cifar100_test_200ep --limit 2.5 --verify",
            "latbench search run --accuracy-model surrogate.onnx --limit lab-xeon=2.5 --budget 50");
        options.AddTo(command);
        accuracies.AddTo(command);
        foreach (var option in new Option[] { verify, former, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var verifies = context.Get(verify) || context.Get(former);
            using var answers = accuracies.Open(context);
            if (answers is null && verifies)
                throw new CliException("--verify needs accuracies: give a table with --accuracy and --column or a model with --accuracy-model, or report first and then call `latbench search verify`.", ExitCode.WrongUsage);
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
