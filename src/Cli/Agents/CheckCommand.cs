using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Agents;

/// <summary><c>latbench agent check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(CliHost host)
    {
        var cpus = AgentOptions.Cpus();
        var json = OptionFactory.Json();
        var command = host.Command(
            "check",
            "Say what is wrong with this machine as one that measures, and how to fix it.",
            "latbench agent check",
            "latbench agent check --cpus 2-3 --json");
        command.Add(cpus);
        command.Add(json);
        return command.Does(async context =>
        {
            List<string> more = [];
            if (context.Get(cpus) is { } list)
                more.AddRange([cpus.Name, list]);
            if (context.Get(json))
                more.Add(json.Name);
            await using var agent = Foreground.Start(ChildPlans.AgentCheck(context, more), context);
            return await Foreground.WaitAsync([agent], context.CancellationToken);
        });
    }
}
