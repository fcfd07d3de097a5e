using System.Globalization;
using System.Text;
using LatBench.LatencyTables.Csv;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The labels of a training as CSV: <c>arch_str,latency_ms,role</c>, role being <c>train</c>, <c>validation</c> or <c>held_out</c>.</summary>
internal static class LabelFile
{
    private const string HeldOut = "held_out";

    /// <summary>Writes the file.</summary>
    /// <param name="split">The labels.</param>
    /// <param name="labels">Those seen, split once more; null where none of them were kept for validation.</param>
    public static byte[] Write(LabelSplit split, TrainingLabels? labels)
    {
        var text = new StringBuilder("arch_str,latency_ms,role\n");
        Append(text, labels?.Train ?? split.Seen, "train");
        Append(text, labels?.Validation ?? [], "validation");
        Append(text, split.HeldOut, HeldOut);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The architectures of a file that the predictor has seen.</summary>
    public static IReadOnlySet<Architecture> ReadSeen(ISearchSpace space, byte[] file)
    {
        var table = CsvTable.Parse("labels.csv", Encoding.UTF8.GetString(file), "arch_str");
        var (architecture, role) = (table.IndexOf("arch_str"), table.IndexOf("role"));
        return table.Rows.Where(row => row.Fields[role] != HeldOut).Select(row => space.Parse(row.Fields[architecture])).ToHashSet();
    }

    private static void Append(StringBuilder text, IEnumerable<LabelledArchitecture> labels, string role)
    {
        foreach (var label in labels)
            text.Append(CultureInfo.InvariantCulture, $"{CsvField.Of(label.Architecture.Text)},{label.Latency.Milliseconds:R},{role}\n");
    }
}
