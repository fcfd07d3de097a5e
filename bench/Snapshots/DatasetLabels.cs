using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using LatBench.Contracts.V1;
using LatBench.LatencyTables.Csv;

namespace LatBench.Bench.Snapshots;

/// <summary>
/// Turns what <c>latbench measurements list --json</c> prints into a table for the benchmark of predictors: one row a model. Architectures that share a model
/// have one row, so that no test label was seen in training under another name.
/// </summary>
internal static class DatasetLabels
{
    private const string Name = "dataset-labels";

    private static readonly Option<string> Measurements = new("--measurements") { Required = true, Description = "File with the output of `latbench measurements list --json`." };

    private static readonly Option<string> Out = new("--out") { Required = true, Description = "CSV file to write: arch_str, latency_ms." };

    public static Command Command() => BenchCommand.Create(
        Name, "Labels for the benchmark of predictors, from a list of measurements.", [Measurements, Out],
        async (parsed, token) => await RunAsync(parsed.GetRequiredValue(Measurements), parsed.GetRequiredValue(Out), token));

    private static async Task<object> RunAsync(string measurements, string output, CancellationToken cancellationToken)
    {
        var parser = new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
        var list = parser.Parse<ListMeasurementsResponse>(await File.ReadAllTextAsync(measurements, cancellationToken));
        var rows = list.Measurements.Where(measurement => measurement.Verdict == Verdict.Valid).DistinctBy(measurement => measurement.ModelSha256)
            .Select(measurement => string.Create(CultureInfo.InvariantCulture, $"{CsvField.Of(measurement.EffectiveCell)},{measurement.Summary.LatencyMs:R}"))
            .Order(StringComparer.Ordinal).ToArray();
        if (rows.Length == 0)
            throw new BenchException($"{measurements} lists no valid measurement.");
        await File.WriteAllLinesAsync(output, rows.Prepend("arch_str,latency_ms"), cancellationToken);
        return new { bench = Name, labels = rows.Length };
    }
}
