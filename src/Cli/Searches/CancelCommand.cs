using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("searches", "search");
        var json = OptionFactory.Json();
        var command = host.Command("cancel", "End a search; what was reported stays.", "latbench search cancel 1");
        command.Add(name);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var search = (await connection.Searches.CancelSearchAsync(new CancelSearchRequest { Name = context.Get(name)! }, cancellationToken: context.CancellationToken)).Search;
            if (context.Get(json))
                context.Terminal.Json(search);
            else
                context.Terminal.Line($"{search.Name} is cancelled: {SearchText.Standing(search)}.");
            return ExitCode.Done;
        });
    }
}
