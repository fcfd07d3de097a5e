using System.Globalization;

namespace LatBench.Dashboard.Pages.Predictors;

/// <summary>A line of <c>labels.csv</c>: a label that a predictor was made from or is judged by.</summary>
/// <param name="Architecture">The text of the architecture.</param>
/// <param name="LatencyMs">The measured latency.</param>
/// <param name="IsHeldOut">True where the predictor has not seen it.</param>
internal sealed record PredictorLabel(string Architecture, double LatencyMs, bool IsHeldOut)
{
    private const string HeldOut = "held_out";

    /// <summary>Reads a file with the columns <c>arch_str,latency_ms,role</c>.</summary>
    /// <param name="file">The text of the file.</param>
    public static IReadOnlyList<PredictorLabel> Read(TextReader file)
    {
        file.ReadLine();
        var labels = new List<PredictorLabel>();
        while (file.ReadLine() is { Length: > 0 } line)
        {
            // Texts of architectures can have commas, the two columns behind them cannot.
            var role = line.LastIndexOf(',');
            var latency = line.LastIndexOf(',', role - 1);
            labels.Add(new PredictorLabel(Unquote(line[..latency]), double.Parse(line.AsSpan(latency + 1, role - latency - 1), CultureInfo.InvariantCulture), line.AsSpan(role + 1).SequenceEqual(HeldOut)));
        }

        return labels;
    }

    private static string Unquote(string field) => field is ['"', .., '"'] ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;
}
