using LatBench.Cli.CommandLine;
using LatBench.Cli.Measurements;
using LatBench.Cli.Measurements.View;
using LatBench.Cli.Models;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measure;

/// <summary>The tables of a measure command.</summary>
internal static class MeasureReport
{
    private const int ShownNames = 3;

    /// <summary>Prints the table, the reasons of the files without a latency, what was proposed for inputs, and profiles.</summary>
    public static void Print(CommandContext context, MeasureResult result)
    {
        var terminal = context.Terminal;
        var measured = result.Rows.Where(row => row.Reason is null).ToArray();
        if (measured.Length > 0)
        {
            var columns = Columns(measured);
            terminal.Table([.. columns.Select(column => column.Heading)], measured.Select(row => columns.Select(column => column.Text(row)).ToArray()));
        }

        foreach (var row in result.Rows.Where(row => row.Reason is not null))
            terminal.Line($"{Name(row)}{Configuration(row)}: {row.Reason}");
        foreach (var row in measured.Where(row => row.Measurement!.Suspicions.Count > 0))
            terminal.Line($"{Name(row)} is suspect: {string.Join("; ", row.Measurement!.Suspicions)}.");
        foreach (var proposal in Proposals(measured))
            terminal.Note(proposal);
        foreach (var row in measured.Where(row => row.Profile is not null))
        {
            terminal.Line();
            terminal.Line(Name(row));
            foreach (var line in ProfileView.Draw(row.Profile!, context.Environment.KnowsUnicode ? Glyphs.Unicode : Glyphs.Ascii))
                terminal.Line(line);
        }
    }

    /// <summary>Writes the latencies so far beside the result.</summary>
    public static void Note(CommandContext context, IReadOnlyList<MeasureRow> rows)
    {
        var measured = rows.Where(row => row.Measurement?.Summary is not null).ToArray();
        foreach (var line in TextTable.Lines(
            ["MODEL", "LATENCY", "ERROR", "TARGET"],
            measured.Select(row => new[] { Name(row), MeasurementText.Latency(row.Measurement!.Summary), MeasurementText.Error(row.Measurement.Summary), row.Measurement.Target }),
            width: null,
            mark: ""))
            context.Terminal.Note(line);
    }

    /// <summary>The columns: those that tell rows apart only where they do.</summary>
    private static List<(TableColumn Heading, Func<MeasureRow, string> Text)> Columns(IReadOnlyList<MeasureRow> rows)
    {
        List<(TableColumn Heading, Func<MeasureRow, string> Text)> columns = [("MODEL", Name)];
        Distinct("PRECISION", row => Words.Of(row.Measurement!.ModelConfig.Precision));
        Distinct("BATCH", row => Figures.Count(row.Measurement!.ModelConfig.Batch));
        Distinct("TARGET", row => row.Measurement!.Target);
        columns.AddRange(
        [
            ("LATENCY", row => MeasurementText.Latency(row.Measurement!.Summary)),
            ("ERROR", row => MeasurementText.Error(row.Measurement!.Summary)),
            ("MEDIAN", row => Summary(row, summary => Figures.Milliseconds(summary.MedianMs))),
            ("P90", row => Summary(row, summary => summary.HasP90Ms ? Figures.Milliseconds(summary.P90Ms) : Figures.None)),
            ("P99", row => Summary(row, summary => summary.HasP99Ms ? Figures.Milliseconds(summary.P99Ms) : Figures.None)),
            ("SESSION", row => Summary(row, summary => Figures.Milliseconds(summary.SessionCreationMs))),
            ("MEMORY", row => Summary(row, summary => summary.HasPeakMemoryBytes ? Figures.Bytes(summary.PeakMemoryBytes) : Figures.None)),
            ("OPERATORS", row => Figures.Count(ModelText.Operators(row.Model!))),
            ("PARAMETERS", row => Figures.Large(row.Model!.Parameters)),
            ("MACS", row => ModelText.Macs(row.Model!)),
        ]);
        return columns;

        void Distinct(string heading, Func<MeasureRow, string> text)
        {
            if (rows.Select(text).Distinct().Count() > 1)
                columns.Add((heading, text));
        }
    }

    /// <summary>The sentences about proposed inputs, each once, with the files that it is about.</summary>
    private static IEnumerable<string> Proposals(IReadOnlyList<MeasureRow> rows)
    {
        var files = rows.DistinctBy(row => row.Path).ToArray();
        return files.SelectMany(row => row.Model!.Proposals.Select(proposal => (Proposal: proposal, Row: row))).GroupBy(one => one.Proposal, StringComparer.Ordinal)
            .Select(same => same.Count() == files.Length && files.Length > 1
                ? $"All models: {same.Key}"
                : $"{string.Join(", ", same.Take(ShownNames).Select(one => Name(one.Row)))}{(same.Count() > ShownNames ? $" and {Figures.Count(same.Count() - ShownNames)} more" : "")}: {same.Key}");
    }

    private static string Summary(MeasureRow row, Func<LatencySummary, string> text) => row.Measurement?.Summary is { } summary ? text(summary) : Figures.None;

    /// <summary>The configuration of a failed measurement, in parentheses; nothing where there is no measurement.</summary>
    private static string Configuration(MeasureRow row) => row.Measurement is { } measurement
        ? $" ({Words.Of(measurement.ModelConfig.Precision)}, batch {Figures.Count(measurement.ModelConfig.Batch)}, {measurement.Target})"
        : "";

    private static string Name(MeasureRow row) => Printable.OneLine(row.Path);
}
