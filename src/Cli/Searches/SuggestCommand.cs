using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search suggest</c>.</summary>
internal static class SuggestCommand
{
    /// <summary>A strategy that trains a network takes its time.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("searches", "search");
        var count = OptionFactory.Whole("--count", "How many [default: as many as suit the strategy].", 1, 1000);
        var json = OptionFactory.Json();
        var command = host.Command("suggest", "The next architectures to train.", "latbench search suggest 1 --count 5");
        command.Add(name);
        command.Add(count);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            return await SuggestAsync(context, connection, context.Get(name)!, context.Get(count), context.Get(json));
        });
    }

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
        context.Terminal.Note($"Train them, then: `latbench search report {ShellWord.Quote(name)} --arch CODE --result PERCENT`; {Figures.Count(response.BudgetLeft, "training")} of the budget left.");
        return ExitCode.Done;
    }
}
