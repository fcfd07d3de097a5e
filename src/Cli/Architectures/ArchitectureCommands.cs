using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Architectures;

/// <summary><c>latbench architectures …</c>.</summary>
internal static class ArchitectureCommands
{
    public static Command Create(CliHost host) => CliHost.Group("architectures", "The architectures of a search space.", Show(host));

    private static CliCommand Show(CliHost host)
    {
        var text = new Argument<string>("architecture") { Description = "Any text that the search space reads, such as an arch string or a 6-digit code of NAS-Bench-201." };
        var space = host.Space();
        var table = new KeyTableOption(space);
        var json = OptionFactory.Json();
        var command = host.Command(
            "show",
            "One architecture: its canonical form, its size for each input, and the reason where it cannot be measured. No coordinator is needed.",
            "latbench architectures show 333133",
            "latbench architectures show '|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|nor_conv_1x1~2|' --space nas-bench-201 --json",
            "latbench architectures show 00005c142e6f48ac74fdcf73e3439874 --space nas-bench-101 --table cells.csv");
        command.Add(text);
        command.Add(space);
        command.Add(table);
        command.Add(json);
        return command.SetHandler(context =>
        {
            var description = space.Read(context).Describe(space.Parse(context, table.Resolve(context, [context.Get(text)!])[0]));
            if (context.Get(json))
                context.Terminal.Json(description);
            else
                Print(context.Terminal, description);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static void Print(Terminal terminal, ArchitectureDescription description)
    {
        terminal.Pairs(
        [
            ("architecture", description.Text),
            ("search space", description.SearchSpace),
            ("canonical form", description.CanonicalForm),
            ("code", description.Code),
            .. description.Hash.Length > 0 ? [("hash", description.Hash)] : Array.Empty<(string, string)>(),
            ("measurable", description.Measurable ? "yes" : $"no: {description.Reason}"),
        ]);
        terminal.Line();
        terminal.Table(["INPUT", "PARAMETERS", "MACS"], description.Costs.Select(cost => new[] { cost.Input, Figures.Count(cost.Parameters), Figures.Count(cost.Macs) }));
    }
}
