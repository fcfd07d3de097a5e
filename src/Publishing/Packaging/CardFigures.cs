using System.Globalization;
using System.Text;
using LatBench.Publishing.Figures;

namespace LatBench.Publishing.Packaging;

/// <summary>The part of the card that says how far the numbers can be trusted, computed from the data that is published.</summary>
internal static class CardFigures
{
    /// <summary>Contention from which on a machine was not quiet, and the card says so first.</summary>
    private const double Busy = 0.1;

    /// <summary>The sections of all targets, and the tables that were given, below each other.</summary>
    public static string Write(IEnumerable<string> targets, IReadOnlyList<CardTable> tables)
    {
        var text = new StringBuilder().AppendJoin("", targets);
        foreach (var table in tables)
            CardTables.Append(text, table);
        return text.ToString();
    }

    /// <summary>The section of one target; where it was measured in several model configurations, with a part for each.</summary>
    public static string Describe(TargetFigures figures)
    {
        var text = new StringBuilder();
        text.Append($"### `{figures.Target}`\n\n");
        foreach (var configuration in figures.Configurations)
        {
            if (figures.NamesSpaces || figures.Configurations.Count > 1)
                text.Append($"#### {configuration.Configuration}\n\n");
            Configuration(text, configuration);
        }

        if (figures.Canary is { } canary)
            Canary(text, canary);
        return text.ToString();
    }

    private static void Configuration(StringBuilder text, ConfigurationFigures figures)
    {
        if (figures.Contention.At(0.5) > Busy)
            text.Append($"**This machine was not quiet.** Something else used its cores: the median inference took {Percent(figures.Contention.At(0.5))} longer than the quiet latency (middle of the models), and {Percent(figures.RelativeError.ShareUpTo(0.02))} of the models have an interval within ±2 %. Read each latency with its interval: what lies within it is no difference.\n\n");
        CardTables.Append(text, ["", ""],
        [
            ["Architectures with a valid latency", Count(figures.Architectures)],
            ["Models measured: valid, suspect, failed", $"{Count(figures.ValidModels)}, {Count(figures.SuspectModels)}, {Count(figures.FailedModels)}"],
            ["Quiet latency, 5th percentile, median, 95th percentile", $"{Ms(figures.Latency.At(0.05))}, {Ms(figures.Latency.At(0.5))}, {Ms(figures.Latency.At(0.95))}"],
            ["Models whose 95 % interval is within ±1 %, ±2 %, ±5 %", $"{Percent(figures.RelativeError.ShareUpTo(0.01))}, {Percent(figures.RelativeError.ShareUpTo(0.02))}, {Percent(figures.RelativeError.ShareUpTo(0.05))}"],
            ["Contention (median over quiet latency, minus one), median, 90th percentile", $"{Percent(figures.Contention.At(0.5))}, {Percent(figures.Contention.At(0.9))}"],
            ["Passes and inferences a model, median", $"{Number(figures.Passes.At(0.5))}, {Number(figures.Samples.At(0.5))}"],
            ["Label noise", LabelNoise(figures)],
            .. Repeat(figures.Repeat),
        ]);
    }

    // Twins in eagle's tables were measured one by one and disagree; here they are one measurement.
    private static string LabelNoise(ConfigurationFigures figures) =>
        $"{Count(figures.SharingArchitectures)} architectures share {Count(figures.SharedModels)} models and have exactly their figures: architectures that compute the same never disagree";

    private static IEnumerable<string[]> Repeat(RepeatFigures? repeat)
    {
        if (repeat is null)
            yield break;
        yield return [$"Repeatability: {Count(repeat.Models)} models measured again by an independent campaign, difference, median, 90th percentile", $"{Percent(repeat.Difference.At(0.5))}, {Percent(repeat.Difference.At(0.9))}"];
        yield return ["Share of them whose 95 % interval holds the other campaign's estimate", Percent(repeat.Covered)];
        yield return ["Contention in that campaign, median, 90th percentile", $"{Percent(repeat.Contention.At(0.5))}, {Percent(repeat.Contention.At(0.9))}"];
    }

    private static void Canary(StringBuilder text, CanaryFigures canary)
    {
        text.Append(CultureInfo.InvariantCulture, $"The canary, one fixed model, was read {canary.Readings:N0} times beside the measurements; {Percent(canary.SlowShare)} of the readings fell into a slow state of the machine. Its level is the 10th percentile: what the machine could do then.\n\n");
        CardTables.Append(text, ["from (UTC)", "readings", "level, ms", "median, ms", "slow"], canary.Stretches.Select(stretch => new[]
        {
            stretch.Start.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            Count(stretch.Readings),
            stretch.Level.ToString("0.0000", CultureInfo.InvariantCulture),
            stretch.Median.ToString("0.0000", CultureInfo.InvariantCulture),
            Percent(stretch.SlowShare),
        }));
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "none";

    private static string Ms(double? value) => value is { } number ? FormattableString.Invariant($"{number:0.000} ms") : "none";

    private static string Percent(double? value) => value is { } number ? FormattableString.Invariant($"{number * 100:0.##} %") : "unknown";
}

/// <summary>Tables in Markdown; whatever a cell holds, it stays in its cell.</summary>
internal static class CardTables
{
    public static void Append(StringBuilder text, CardTable table)
    {
        text.Append($"### {OneLine(table.Title)}\n\n");
        if (table.Text.Length > 0)
            text.Append(OneLine(table.Text)).Append("\n\n");
        Append(text, table.Columns, table.Rows);
    }

    public static void Append(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        AppendRow(text, columns);
        text.Append('|').Insert(text.Length, "---|", columns.Count).Append('\n');
        foreach (var row in rows)
            AppendRow(text, row);
        text.Append('\n');
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append('|').AppendJoin('|', cells.Select(cell => $" {OneLine(cell).Replace("|", "\\|", StringComparison.Ordinal)} ")).Append("|\n");

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
