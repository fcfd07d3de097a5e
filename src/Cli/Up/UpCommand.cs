using System.CommandLine;
using LatBench.Cli.Agents;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Up;

/// <summary><c>latbench up</c>.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    public static Command Create(CliHost host)
    {
        var http = new Option<string?>("--http") { Description = "Where REST is served [default: 127.0.0.1:7080].", HelpName = "ADDR" };
        var grpc = new Option<string?>("--grpc") { Description = "Where gRPC is served [default: 127.0.0.1:7081].", HelpName = "ADDR" };
        var database = DatabaseOption.Create();
        var withAgent = new Option<bool>("--with-agent") { Description = "Run the agent of this machine as well." };
        var insecure = new Option<bool>("--insecure") { Description = "Listen beyond this machine without TLS." };
        var command = host.Command(
            "up",
            "Run the coordinator until Ctrl-C.",
            "latbench up --with-agent",
            "LATBENCH_DATABASE='Host=db;Username=latbench;Password=…;Database=latbench' latbench up");
        foreach (var option in new Option[] { http, grpc, database, withAgent, insecure })
            command.Add(option);
        return command.Does(async context =>
        {
            var plan = ChildPlans.Coordinator(context, context.Get(http), context.Get(grpc), context.Get(database), context.Get(insecure));
            await using var coordinator = Foreground.Start(plan, context);
            if (!context.Get(withAgent))
                return await Foreground.WaitAsync([coordinator], context.CancellationToken);
            try
            {
                await using var agent = await StartAgentAsync(context, coordinator);
                return await Foreground.WaitAsync([coordinator, agent], context.CancellationToken);
            }
            catch (ChildEndedException ended)
            {
                // The child has said itself why.
                return ended.ExitCode == ExitCode.WrongUsage ? ExitCode.WrongUsage : ExitCode.Failed;
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
            {
                return ExitCode.Done;
            }
        });
    }

    private static async Task<ChildProcess> StartAgentAsync(CommandContext context, ChildProcess coordinator)
    {
        var server = new Uri(await coordinator.ReadyAsync("grpc", StartPatience, context.CancellationToken));
        using var connection = context.Connect(server);
        var token = await LocalEnrolment.TokenIfNeededAsync(context, connection);
        return Foreground.Start(ChildPlans.Agent(context, server, token, []), context);
    }
}
