using System.CommandLine;
using Grpc.Core;
using LatBench.Cli.Agents;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Dashboard;
using LatBench.Cli.Processes;
using LatBench.Settings;

namespace LatBench.Cli.Up;

/// <summary><c>latbench up</c>.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    // A call fails a moment before the death of the process that served it is seen.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static Command Create(CliHost host)
    {
        var settings = new SettingFlags(CoordinatorSettings.Section.Settings.Where(setting => setting != CoordinatorSettings.Data));
        var withAgent = new Option<bool>("--with-agent") { Description = "Run the agent of this machine as well." };
        var open = new Option<bool>("--open") { Description = "Open the dashboard in the browser of this machine." };
        var command = host.Command(
            "up",
            "Run the coordinator and its dashboard until Ctrl-C.",
            "latbench up --with-agent --open",
            "latbench up --http 0.0.0.0:7080 --grpc 0.0.0.0:7081 --tls-cert lab.pem --tls-key lab.key",
            "LATBENCH_DATABASE='Host=db;Username=latbench;Password=…;Database=latbench' latbench up");
        foreach (var option in new Option[] { withAgent, open }.Concat(settings.Options))
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var plan = ChildPlans.Coordinator(context, settings);
            await using var coordinator = Foreground.Start(plan, context);
            try
            {
                var server = new Uri(await coordinator.ReadyAsync("grpc", StartTimeout, context.CancellationToken));
                await ShowDashboardAsync(context, server, context.Get(open));
                if (!context.Get(withAgent))
                    return await Foreground.WaitAsync([coordinator], context);
                await using var agent = await StartAgentAsync(context, server);
                return await Foreground.WaitAsync([coordinator, agent], context);
            }
            catch (ChildEndedException ended)
            {
                return EndedUnasked(ended.ChildName, ended.ExitCode, context);
            }
            catch (RpcException) when (!context.CancellationToken.IsCancellationRequested)
            {
                await Task.WhenAny(coordinator.Ended, Task.Delay(Grace, context.Time, context.CancellationToken));
                if (!coordinator.Ended.IsCompletedSuccessfully)
                    throw;
                return EndedUnasked(coordinator.Name, await coordinator.Ended, context);
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
            {
                return ExitCode.Done;
            }
        });
    }

    // The child has said itself why, unless it was killed. It was to run until it is stopped: an exit code of 0 is no success.
    private static int EndedUnasked(string name, int exitCode, CommandContext context) =>
        Math.Max(ExitCode.Failed, Foreground.ExitCodeOf(name, exitCode, context));

    /// <summary>Prints the link. A coordinator that cannot be called from here, as where clients have to show certificates, gets no link.</summary>
    private static async Task ShowDashboardAsync(CommandContext context, Uri server, bool open)
    {
        try
        {
            using var connection = context.Connect(server);
            var link = await SignInLink.CreateAsync(context, connection);
            context.Terminal.Note($"Dashboard: {link.AbsoluteUri} (signs one browser in; 'latbench dashboard' prints another link)");
            if (open)
                Browser.Open(context, link);
        }
        catch (RpcException) when (!open && !server.IsLoopback)
        {
        }
    }

    private static async Task<ChildProcess> StartAgentAsync(CommandContext context, Uri server)
    {
        using var connection = context.Connect(server);
        var token = await LocalEnrolment.TokenIfNeededAsync(context, connection);
        return Foreground.Start(ChildPlans.Agent(context, server, token, []), context);
    }
}
