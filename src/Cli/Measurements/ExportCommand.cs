using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;
using LatBench.LatencyTables.Csv;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements export</c>.</summary>
internal static class ExportCommand
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static Command Create(CliHost host)
    {
        var target = new Option<string>("--target") { Description = "Slug of the target.", HelpName = "T", Required = true };
        var space = host.Space();
        var configuration = ModelConfigurationOptions.Optional(space);
        var output = new Option<string?>("--out") { Description = "The CSV file to write [default: standard output].", HelpName = "F" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "export",
            "The latencies of a target by architecture as CSV (arch_str, latency_ms): the valid measurements, or all of an imported table.",
            "latbench measurements export --target lab-xeon/ort-1.31.1/cpu/t1 --out latencies.csv");
        command.Add(target);
        command.Add(space);
        configuration.AddTo(command);
        command.Add(output);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new ExportMeasurementsRequest { Target = context.Get(target), SearchSpace = space.ReadGiven(context), ModelConfig = configuration.ReadGiven(context)?.ToProto() };
            var table = await ReadAsync(connection, request, context.CancellationToken);
            if (context.Get(output) is { } file)
                FileGuard.Run($"{file} cannot be written", "name another file with --out", () => OutputFile.WriteText(file, string.Concat(Csv(table).Select(line => line + "\n"))));
            if (context.Get(json))
                context.Terminal.Json(table);
            else if (context.Get(output) is { } written)
                context.Terminal.Line($"{written}: {Figures.Count(table.Latencies.Count, "latency", "latencies")} of {table.Target.Target} ({Words.Of(table.Target.ModelConfig)}, {Words.Of(table.Target.Origin)})");
            else
                foreach (var line in Csv(table))
                    context.Terminal.Line(line);
            TargetsCommand.Warn(context.Terminal, table.Target);
            return ExitCode.Done;
        });
    }

    /// <summary>The whole answer in one message.</summary>
    public static async Task<ExportMeasurementsResponse> ReadAsync(CoordinatorConnection connection, ExportMeasurementsRequest request, CancellationToken cancellationToken)
    {
        using var call = connection.Measurements.ExportMeasurements(request, deadline: connection.Within(Deadline), cancellationToken: cancellationToken);
        var table = new ExportMeasurementsResponse();
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            table.MergeFrom(message);
        return table;
    }

    private static IEnumerable<string> Csv(ExportMeasurementsResponse table) =>
        table.Latencies.Select(row => string.Create(CultureInfo.InvariantCulture, $"{CsvField.Of(row.Architecture)},{row.LatencyMs:G15}")).Prepend("arch_str,latency_ms");
}
