using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Dashboard;

/// <summary><c>latbench dashboard</c>.</summary>
internal static class DashboardCommand
{
    public static Command Create(CliHost host)
    {
        var open = new Option<bool>("--open") { Description = "Open it in the browser of this machine." };
        var command = host.Command(
            "dashboard",
            "Print a link that signs a browser in to the dashboard of a running coordinator, once.",
            "latbench dashboard",
            "latbench dashboard --open");
        command.Add(open);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var link = await SignInLink.CreateAsync(context, connection);
            context.Terminal.Note("The link signs one browser in, within ten minutes:");
            context.Terminal.Line(link.AbsoluteUri);
            if (context.Get(open))
                Browser.Open(context, link);
            return ExitCode.Done;
        });
    }
}
