using System.CommandLine;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
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
        var json = OptionFactory.Json();
        var command = host.Command("prove", "Have the winners of a search measured, and wait for it; whoever misses a limit is replaced by the next best.", "latbench search prove 1");
        command.Add(name);
        command.Add(target);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            return await ProveAsync(context, connection, context.Get(name)!, context.Get(target)!, context.Get(json));
        });
    }

    /// <summary>Begins a proof, follows it to its end and prints it; 1 where not enough winners were confirmed.</summary>
    public static async Task<int> ProveAsync(CommandContext context, CoordinatorConnection connection, string name, string[] targets, bool json)
    {
        var request = new ProveWinnersRequest { Name = name, Targets = { targets } };
        await connection.Searches.ProveWinnersAsync(request, deadline: connection.Within(SuggestCommand.Deadline), cancellationToken: context.CancellationToken);
        await FollowAsync(context, connection, name);
        var search = await SearchText.GetAsync(connection, name, context.CancellationToken);
        if (json)
            context.Terminal.Json(search);
        else
            SearchText.Show(context.Terminal, search);
        return search.State == SearchState.Succeeded && search.Progress.Confirmed > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task FollowAsync(CommandContext context, CoordinatorConnection connection, string name)
    {
        for (var failures = 0; failures <= MostFailuresInARow;)
        {
            try
            {
                using var call = connection.Searches.WatchSearch(new WatchSearchRequest { Name = name }, deadline: connection.Within(StreamDeadline), cancellationToken: context.CancellationToken);
                await foreach (var message in call.ResponseStream.ReadAllAsync(context.CancellationToken))
                {
                    failures = 0;
                    context.Terminal.Note($"{message.Search.Progress.Confirmed} of {message.Search.Winners} winners confirmed");
                    if (message.Search.State is SearchState.Succeeded or SearchState.Cancelled)
                        return;
                }

                failures++;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && ++failures <= MostFailuresInARow)
            {
                await Task.Delay(TimeSpan.FromSeconds(failures), context.Time, context.CancellationToken);
            }
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "the watch ended before the proof did"));
    }
}
