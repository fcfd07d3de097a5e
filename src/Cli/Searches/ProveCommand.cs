using System.CommandLine;
using Grpc.Core;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search prove</c>.</summary>
internal static class ProveCommand
{
    private const int MostFailuresInARow = 5;

    private static readonly TimeSpan StreamDeadline = TimeSpan.FromMinutes(10);

    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("searches", "search");
        var target = OptionFactory.Repeatable("--target", "Measure on this target, or on the default target of this device [default: the targets of the limits].", "T");
        var seed = OptionFactory.Seed("--seed", "Seed of the order of measuring.");
        var protocol = new ProtocolOptions();
        var json = OptionFactory.Json();
        var command = host.Command("prove", "Have the winners of a search measured, and wait for it; a winner that misses a limit is replaced by the next best.", "latbench search prove 1");
        command.Add(name);
        command.Add(target);
        command.Add(seed);
        protocol.AddTo(command);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new ProveWinnersRequest { Name = context.Get(name)!, Targets = { context.Get(target)! }, Protocol = protocol.Read(context, context.Get(seed)) };
            return await ProveAsync(context, connection, request, context.Get(json));
        });
    }

    /// <summary>Begins the verification of the winners, follows it to its end and prints it; returns 1 where no winner was confirmed.</summary>
    public static async Task<int> ProveAsync(CommandContext context, CoordinatorConnection connection, ProveWinnersRequest request, bool json)
    {
        var search = await ProveAsync(context, connection, request, context.CancellationToken);
        if (json)
            context.Terminal.Json(search);
        else
            SearchText.Show(context.Terminal, search);
        return search.State == SearchState.Succeeded && search.Progress.Confirmed > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Begins the verification of the winners and follows it to its end.</summary>
    public static async Task<Search> ProveAsync(CommandContext context, CoordinatorConnection connection, ProveWinnersRequest request, CancellationToken cancellationToken)
    {
        await WorkNotice.WhileAsync(
            context.Terminal,
            "Planning the measurement of the winners",
            connection.Searches.ProveWinnersAsync(request, deadline: connection.Within(SuggestCommand.Deadline), cancellationToken: cancellationToken).ResponseAsync);
        await FollowAsync(context, connection, request.Name, cancellationToken);
        return await SearchText.GetAsync(connection, request.Name, cancellationToken);
    }

    private static async Task FollowAsync(CommandContext context, CoordinatorConnection connection, string name, CancellationToken cancellationToken)
    {
        var lines = new ConnectionLines(context.Terminal.Note, connection.Server);
        var waiting = new WaitingLines(context.Terminal);
        var standing = "";
        for (var failures = 0; failures <= MostFailuresInARow;)
        {
            try
            {
                using var call = connection.Searches.WatchSearch(new WatchSearchRequest { Name = name }, deadline: connection.Within(StreamDeadline), cancellationToken: cancellationToken);
                await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    failures = 0;
                    lines.Answered();
                    var now = $"{message.Search.Progress.Confirmed} of {message.Search.Winners} winners confirmed";
                    if (now != standing)
                        context.Terminal.Note(standing = now);
                    waiting.Report(name, message.Search.Waiting);
                    if (message.Search.State is SearchState.Succeeded or SearchState.Cancelled)
                        return;
                }

                failures++;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && ++failures <= MostFailuresInARow)
            {
                lines.Failed(error);
                await Task.Delay(TimeSpan.FromSeconds(failures), context.Time, cancellationToken);
            }
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "the watch ended before the proof did"));
    }
}
