using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("searches", "search");
        var suggestions = new Option<bool>("--suggestions") { Description = "Everything that was suggested too." };
        var json = OptionFactory.Json();
        var command = host.Command("show", "One search with the best so far.", "latbench search show 1");
        command.Add(name);
        command.Add(suggestions);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var search = await SearchText.GetAsync(connection, context.Get(name)!, context.CancellationToken);
            if (context.Get(json))
            {
                context.Terminal.Json(search);
                return ExitCode.Done;
            }

            SearchText.Show(context.Terminal, search);
            if (context.Get(suggestions))
                SearchText.Suggestions(context.Terminal, search.Suggestions);
            return ExitCode.Done;
        });
    }
}
