using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Processes;
using LatBench.Hosting;

namespace LatBench.Cli.Agents;

/// <summary><c>latbench agent …</c>.</summary>
internal static class AgentCommands
{
    public static Command Create(CliHost host) => CliHost.Group("agent", "The agent that measures on a device.", Run(host), Check(host));

    private static CliCommand Run(CliHost host)
    {
        var device = AgentOptions.Device();
        var cpus = AgentOptions.Cpus();
        var providers = AgentOptions.Providers();
        var runtimes = AgentOptions.Runtimes();
        var operators = AgentOptions.CustomOperators();
        var tokenFile = AgentOptions.TokenFile();
        var temperature = AgentOptions.MaxStartTemperature();
        var coolDown = AgentOptions.MaxCoolDown();
        var memory = AgentOptions.MaxModelMemory();
        var command = host.Command(
            "run",
            "Run the agent of this machine until Ctrl-C. The first run enrols it.",
            "latbench agent run --server http://127.0.0.1:7081",
            "LATBENCH_ENROLMENT_TOKEN=… latbench agent run --server https://latbench.lab:7081 --device lab-xeon",
            "latbench agent run --max-start-temperature 60 --max-cool-down 5m",
            "latbench agent run --providers providers.json",
            "latbench agent run --runtime /opt/onnxruntime-1.30.0/lib",
            "latbench agent run --custom-operators libmy_operators.so");
        foreach (var option in new Option[] { device, cpus, providers, runtimes, operators, tokenFile, temperature, coolDown, memory })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var enrolment = context.Data.Agent.ReadEnrolment();
            var server = Server(context, enrolment);
            var token = enrolment is null && context.Get(tokenFile) is null && context.Environment.Variable(ChildPlans.EnrolmentVariable) is null
                ? await MakeTokenAsync(context, server)
                : null;
            List<string> more = [];
            foreach (var option in new[] { device, cpus, providers, tokenFile, temperature, coolDown, memory })
                if (context.Get(option) is { } value)
                    more.AddRange([option.Name, value]);
            foreach (var folder in context.Get(runtimes) ?? [])
                more.AddRange([runtimes.Name, folder]);
            foreach (var library in context.Get(operators) ?? [])
                more.AddRange([operators.Name, library]);

            await using var agent = Foreground.Start(ChildPlans.Agent(context, server, token, more), context);
            return await Foreground.WaitAsync([agent], context);
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
            // Without backquotes: the options of this machine do not belong to a command for another one.
            throw new CliException(
                $"This device is not enrolled yet: make a token with latbench tokens create --role enrolment where the admin token is, and give it in {ChildPlans.EnrolmentVariable}.");
        }

        using var connection = context.Connect(server);
        return await LocalEnrolment.CreateTokenAsync(connection, context.CancellationToken);
    }

    private static CliCommand Check(CliHost host)
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
        return command.SetHandler(async context =>
        {
            List<string> more = [];
            if (context.Get(cpus) is { } list)
                more.AddRange([cpus.Name, list]);
            if (context.Get(json))
                more.Add(json.Name);
            await using var agent = Foreground.Start(ChildPlans.AgentCheck(context, more), context);
            return await Foreground.WaitAsync([agent], context);
        });
    }
}
