using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Measurements.View;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("measurements", "measurement");
        var ascii = new Option<bool>("--ascii") { Description = "Draw with ASCII characters only [default: where the terminal or the locale knows no others]." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "show",
            "Everything about one measurement: figures, histogram, passes, profile, conditions; with --json also every raw sample.",
            "latbench measurements show 12",
            "latbench measurements show 12 --json");
        command.Add(name);
        command.Add(ascii);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetMeasurementRequest { Name = context.Get(name)! };
            var response = await connection.Measurements.GetMeasurementAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(response);
            else
                MeasurementView.Show(context.Terminal, response, context.Get(ascii) || !context.Environment.KnowsUnicode ? Glyphs.Ascii : Glyphs.Unicode);
            return ExitCode.Done;
        });
    }
}
