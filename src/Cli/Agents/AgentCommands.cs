using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Processes;
using LatBench.Hosting;
using LatBench.Settings;

namespace LatBench.Cli.Agents;

/// <summary><c>latbench agent …</c>.</summary>
internal static class AgentCommands
{
    public static Command Create(CliHost host) => CliHost.Group("agent", "The agent that measures on a device.", Run(host), Check(host));

    private static CliCommand Run(CliHost host)
    {
        // Those that every command has are the command's own.
        var flags = new SettingFlags(AgentSettings.Section.Settings.Except<Setting>([AgentSettings.Data, AgentSettings.Server, AgentSettings.CaCert]));
        var command = host.Command(
            "run",
            "Run the agent of this machine until Ctrl-C. The first run enrols it.",
            "latbench agent run --server http://127.0.0.1:7081",
            "LATBENCH_ENROLMENT_TOKEN=… latbench agent run --server https://latbench.lab:7081 --device lab-xeon",
            "latbench agent run --max-start-temperature 60 --max-cool-down 5m",
            "latbench agent run --providers providers.json",
            "latbench agent run --runtime /opt/onnxruntime-1.30.0/lib",
            "latbench agent run --custom-operators libmy_operators.so");
        foreach (var option in flags.Options)
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var enrolment = context.Configuration.AgentData.ReadEnrolment();
            var settings = context.Configuration.Resolve(AgentSettings.Section, context.Read(flags));
            var server = Server(context, settings, enrolment);
            var token = enrolment is null && settings.Secret(AgentSettings.EnrolmentToken, AgentSettings.EnrolmentTokenFile) is null
                ? await MakeTokenAsync(context, server)
                : null;
            await using var agent = Foreground.Start(ChildPlans.Agent(context, server, token, context.Arguments(flags)), context);
            return await Foreground.WaitAsync([agent], context);
        });
    }

    private static Uri Server(CommandContext context, EffectiveSettings settings, AgentEnrolment? enrolment)
    {
        if (context.ServerOption is null && settings[AgentSettings.Server].IsGiven)
            return settings.Find(AgentSettings.Server)!;
        var address = ServerAddress.Resolve(context.ServerOption, context.Environment, context.Data);
        return address.IsDefault && Uri.TryCreate(enrolment?.Server, UriKind.Absolute, out var enrolled) ? enrolled : address.Uri;
    }

    private static async Task<string> MakeTokenAsync(CommandContext context, Uri server)
    {
        if (!context.HasToken(server))
        {
            // Without backquotes: the options of this machine do not belong to a command for another one.
            throw new CliException(
                $"This device is not enrolled yet: make a token with latbench tokens create --role enrolment where the admin token is, and give it in {AgentSettings.TokenVariable}.");
        }

        using var connection = context.Connect(server);
        return await LocalEnrolment.CreateTokenAsync(connection, context.CancellationToken);
    }

    private static CliCommand Check(CliHost host)
    {
        var cpus = new SettingFlags([AgentSettings.Cpus]);
        var json = OptionFactory.Json();
        var command = host.Command(
            "check",
            "Say what is wrong with this machine as one that measures, and how to fix it.",
            "latbench agent check",
            "latbench agent check --cpus 2-3 --json");
        command.Add(cpus.Options[0]);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            List<string> more = [.. context.Arguments(cpus)];
            if (context.Get(json))
                more.Add(json.Name);
            await using var agent = Foreground.Start(ChildPlans.AgentCheck(context, more), context);
            return await Foreground.WaitAsync([agent], context);
        });
    }
}
