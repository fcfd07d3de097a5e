using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace LatBench.Bench.Snapshots;

/// <summary>Turns last lines of <c>./bench.sh predictor</c> into the tables that <c>latbench snapshots create --figures</c> puts on a card.</summary>
internal static class DatasetTables
{
    private const string Name = "dataset-tables";

    private static readonly string[] Columns = ["predictor", "within ±1 %", "within ±5 %", "within ±10 %", "Spearman", "90 % interval covers", "training, s"];

    private static readonly Option<string[]> Predictors = new("--predictor") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "TITLE=FILE: a heading, and the output of ./bench.sh predictor; may be repeated." };

    private static readonly Option<string> Out = new("--out") { Required = true, Description = "JSON file to write." };

    public static Command Command() => BenchCommand.Create(
        Name, "Tables of predictors for the card of a snapshot.", [Predictors, Out],
        async (parsed, token) => await RunAsync(parsed.GetRequiredValue(Predictors), parsed.GetRequiredValue(Out), token));

    private static async Task<object> RunAsync(string[] predictors, string output, CancellationToken cancellationToken)
    {
        var tables = new List<object>();
        foreach (var entry in predictors)
        {
            var cut = entry.LastIndexOf('=');
            if (cut < 1)
                throw new BenchException($"'{entry}' is not TITLE=FILE.");
            tables.Add(Table(entry[..cut], await LastLineAsync(entry[(cut + 1)..], cancellationToken)));
        }

        await File.WriteAllTextAsync(output, JsonSerializer.Serialize(tables) + "\n", cancellationToken);
        return new { bench = Name, tables = tables.Count };
    }

    private static async Task<JsonElement> LastLineAsync(string file, CancellationToken cancellationToken)
    {
        var line = (await File.ReadAllLinesAsync(file, cancellationToken)).LastOrDefault(line => line.StartsWith('{'))
            ?? throw new BenchException($"{file} has no line of JSON, with which ./bench.sh predictor ends.");
        return JsonDocument.Parse(line).RootElement;
    }

    private static object Table(string title, JsonElement figures)
    {
        var noise = figures.GetProperty("label_noise");
        var labels = noise.GetProperty("labels").GetInt32();
        var text = labels == 0
            ? "No two labels are of the same effective cell. "
            : $"Label noise, the share of architectures that lie within ±1, ±5 and ±10 % of those with the same effective cell: {Percent(noise, "within_1")}, {Percent(noise, "within_5")}, {Percent(noise, "within_10")} ({labels.ToString("N0", CultureInfo.InvariantCulture)} labels). ";
        return new
        {
            title,
            text = text + "Made by ./bench.sh predictor. A prediction is within ±x % where |predicted - measured| <= x % of the measured latency; mean over seeds, each with its own split.",
            columns = Columns,
            rows = figures.GetProperty("predictors").EnumerateArray().Select(row => new[]
            {
                row.GetProperty("name").GetString()!, Percent(row, "within_1"), Percent(row, "within_5"), Percent(row, "within_10"),
                row.GetProperty("spearman").GetDouble().ToString("0.0000", CultureInfo.InvariantCulture), Percent(row, "interval90_coverage"),
                row.GetProperty("train_seconds").GetDouble().ToString("0.0", CultureInfo.InvariantCulture),
            }),
        };
    }

    private static string Percent(JsonElement row, string name) => row.GetProperty(name).GetDouble().ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
