using System.CommandLine;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search verify</c>.</summary>
internal static class VerifyCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="host">Of all commands.</param>
    /// <param name="formerName">A name that the command had once, under which it goes on working without being shown; null for its own.</param>
    public static Command Create(CliHost host, string? formerName = null)
    {
        var name = ResourceName.Argument("searches", "search");
        var target = OptionFactory.Repeatable("--target", "Measure on this target, or on the default target of this device [default: the targets of the limits].", "T");
        var seed = OptionFactory.Seed("--seed", "Seed of the order of measuring.");
        var protocol = new ProtocolOptions();
        var json = OptionFactory.Json();
        var command = host.Command(
            formerName ?? "verify", "Have the winners of a search measured, and wait for it; a winner that misses a limit is replaced by the next best.", "latbench search verify 1");
        command.Hidden = formerName is not null;
        command.Add(name);
        command.Add(target);
        command.Add(seed);
        protocol.AddTo(command);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new ProveWinnersRequest { Name = context.Get(name)!, Targets = { context.Get(target)! }, Protocol = protocol.Read(context, context.Get(seed)) };
            return await VerifyAsync(context, connection, request, context.Get(json));
        });
    }

    /// <summary>Begins the verification of the winners, follows it to its end and prints it; returns 1 where no winner was confirmed.</summary>
    public static async Task<int> VerifyAsync(CommandContext context, CoordinatorConnection connection, ProveWinnersRequest request, bool json)
    {
        var search = await VerifyAsync(context, connection, request, context.CancellationToken);
        if (json)
            context.Terminal.Json(search);
        else
            SearchText.Show(context.Terminal, search);
        return search.State == SearchState.Succeeded && search.Progress.Confirmed > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Begins the verification of the winners and follows it to its end.</summary>
    public static async Task<Search> VerifyAsync(CommandContext context, CoordinatorConnection connection, ProveWinnersRequest request, CancellationToken cancellationToken)
    {
        await WorkNotice.WhileAsync(
            context.Terminal,
            "Planning the measurement of the winners",
            connection.Searches.ProveWinnersAsync(request, deadline: connection.Within(SearchCommands.Deadline), cancellationToken: cancellationToken).ResponseAsync);
        var waiting = new WaitingLines(context.Terminal);
        var standing = "";
        await StreamWatch.FollowAsync(
            connection,
            deadline => connection.Searches.WatchSearch(new WatchSearchRequest { Name = request.Name }, deadline: deadline, cancellationToken: cancellationToken),
            message =>
            {
                var now = $"{message.Search.Progress.Confirmed} of {message.Search.Winners} winners confirmed";
                if (now != standing)
                    context.Terminal.Note(standing = now);
                waiting.Report(request.Name, message.Search.Waiting);
                return message.Search.State is SearchState.Succeeded or SearchState.Cancelled;
            },
            context.Terminal.Note,
            context.Time,
            "the verification",
            cancellationToken);
        return await SearchText.GetAsync(connection, request.Name, cancellationToken);
    }
}
