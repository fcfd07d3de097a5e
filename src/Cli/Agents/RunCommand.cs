using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Processes;

namespace LatBench.Cli.Agents;

/// <summary><c>latbench agent run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(CliHost host)
    {
        var device = new Option<string?>("--device") { Description = "Name for this device when it is enrolled [default: the host name].", HelpName = "ID" };
        var cpus = new Option<string?>("--cpus") { Description = "CPUs to measure on, for example 0-1 [default: those the agent may use].", HelpName = "LIST" };
        var providers = new Option<string?>("--providers")
        {
            Description = "JSON file with execution providers to measure on beside the CPU [default: none].",
            HelpName = "FILE",
        };
        var tokenFile = new Option<string?>("--enrolment-token-file")
        {
            Description = "File with the one-time enrolment token [default: $LATBENCH_ENROLMENT_TOKEN, else one is made with the access token].",
            HelpName = "FILE",
        };
        var temperature = new Option<string?>("--max-start-temperature")
        {
            Description = "Begin no visit while the machine is hotter than this, in °C [default: any temperature].",
            HelpName = "CELSIUS",
        };
        var coolDown = new Option<string?>("--max-cool-down")
        {
            Description = "How long to wait for that, for example 90s or 5m; then the pass is measured and flagged 'hot' [default: 1m].",
            HelpName = "TIME",
        };
        var memory = new Option<string?>("--max-model-memory-mib")
        {
            Description = "Memory in MiB that a model may take; one that needs more has failed [default: 80 % of what is free].",
            HelpName = "N",
        };
        var command = host.Command(
            "run",
            "Run the agent of this machine until Ctrl-C. The first run enrols it.",
            "latbench agent run --server http://127.0.0.1:7081",
            "LATBENCH_ENROLMENT_TOKEN=… latbench agent run --server https://latbench.lab:7081 --device lab-xeon",
            "latbench agent run --max-start-temperature 60 --max-cool-down 5m",
            "latbench agent run --providers providers.json");
        foreach (var option in new Option[] { device, cpus, providers, tokenFile, temperature, coolDown, memory })
            command.Add(option);
        return command.Does(async context =>
        {
            var enrolment = context.Data.ReadEnrolment();
            var server = Server(context, enrolment);
            var token = enrolment is null && context.Get(tokenFile) is null && context.Environment.Variable(ChildPlans.EnrolmentVariable) is null
                ? await MakeTokenAsync(context, server)
                : null;
            List<string> more = [];
            foreach (var option in new[] { device, cpus, providers, tokenFile, temperature, coolDown, memory })
                if (context.Get(option) is { } value)
                    more.AddRange([option.Name, value]);

            await using var agent = Foreground.Start(ChildPlans.Agent(context, server, token, more), context);
            return await Foreground.WaitAsync([agent], context.CancellationToken);
        });
    }

    private static Uri Server(CommandContext context, AgentEnrolment? enrolment)
    {
        var address = ServerAddress.Resolve(context.ServerOption, context.Environment, context.Data);
        return address.IsDefault && Uri.TryCreate(enrolment?.Server, UriKind.Absolute, out var enrolled) ? enrolled : address.Uri;
    }

    private static async Task<string> MakeTokenAsync(CommandContext context, Uri server)
    {
        if (!context.HasToken(server))
        {
            throw new CliException(
                $"This device is not enrolled yet: make a token with `latbench tokens create --role enrolment` where the admin token is, and give it in {ChildPlans.EnrolmentVariable}.");
        }

        using var connection = context.Connect(server);
        return await EnrolmentToken.CreateAsync(connection, context.CancellationToken);
    }
}
