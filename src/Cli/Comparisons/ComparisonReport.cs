using System.Globalization;
using LatBench.Cli.Rendering;
using LatBench.Measurements;
using LatBench.Measurements.Comparisons;

namespace LatBench.Cli.Comparisons;

/// <summary>Prints a comparison.</summary>
internal static class ComparisonReport
{
    private const int MaxOperators = 10;

    /// <summary>Prints the models, the slowest against the first side at the top, then what they say together.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="first">The first side as its user named it.</param>
    /// <param name="second">The second side as its user named it.</param>
    /// <param name="compared">The comparison.</param>
    /// <param name="limit">Most models to show.</param>
    public static void Print(Terminal terminal, string first, string second, ComparedModels compared, int limit)
    {
        terminal.Pairs(("A", first), ("B", second));
        terminal.Line();
        Rows(terminal, compared, limit);
        terminal.Line();
        if (compared.Models.Count > 1 && compared.Mean is { } mean)
            terminal.Line($"Geometric mean of B over A: {Ratio(mean.Value)} (95 %: {Interval(mean)}) over {Figures.Count(compared.Models.Count(model => model.Comparison.Ratio is not null), "model")}.");
        terminal.Line($"B is faster: {Figures.Count(compared.Count(ComparisonVerdict.Faster))}, slower: {Figures.Count(compared.Count(ComparisonVerdict.Slower))}, no difference: {Figures.Count(compared.Count(ComparisonVerdict.NoDifference))}, cannot tell: {Figures.Count(compared.Count(ComparisonVerdict.CannotTell))}.");
        if (compared.OnlyFirst + compared.OnlySecond > 0)
            terminal.Line($"Not compared: {Figures.Count(compared.OnlyFirst)} measured in A only, {Figures.Count(compared.OnlySecond)} in B only.");
        Reasons(terminal, compared);
        if (compared.Models is [{ Operators: { } operators }])
            Operators(terminal, operators);
    }

    /// <summary>Returns a ratio with three decimals.</summary>
    public static string Ratio(double value) => double.IsFinite(value) ? value.ToString("F3", CultureInfo.InvariantCulture) : "unknown";

    /// <summary>Returns the interval of a ratio: <c>1.031 to 1.052</c>.</summary>
    public static string Interval(LatencyRatio ratio) => $"{Ratio(ratio.Low)} to {Ratio(ratio.High)}";

    private static void Rows(Terminal terminal, ComparedModels compared, int limit)
    {
        var models = compared.Models;
        (string Heading, Func<ComparedModel, string> Text)[] optional =
        [
            ("TARGET", model => model.Target == model.SecondTarget ? model.Target : $"{model.Target}, {model.SecondTarget}"),
            ("CONFIGURATION", model => model.Configuration == model.SecondConfiguration ? model.Configuration : $"{model.Configuration}; {model.SecondConfiguration}"),
        ];
        // A column in which all rows are alike says nothing beside the sides.
        var shown = optional.Where(column => models.Select(column.Text).Distinct(StringComparer.Ordinal).Count() > 1).ToArray();
        TableColumn[] columns = ["RATIO", "95 % INTERVAL", "VERDICT", "A", "B", .. shown.Select(column => (TableColumn)column.Heading), "MODEL"];
        terminal.Table(columns, InOrder(models).Take(limit).Select(model => (string[])
        [
            model.Comparison.Ratio is { } ratio ? Ratio(ratio.Value) : Figures.None,
            model.Comparison.Ratio is { } interval ? Interval(interval) : Figures.None,
            Words.Of(model.Comparison.Verdict),
            Time(model.Comparison.First),
            Time(model.Comparison.Second),
            .. shown.Select(column => column.Text(model)),
            model.Model == model.SecondModel ? model.Model : $"{model.Model}, {model.SecondModel}",
        ]));
        if (models.Count > limit)
            terminal.Line($"{Figures.Count(models.Count - limit)} more: --limit {Figures.Count(models.Count)} shows all.");
    }

    /// <summary>Orders models: those that became slowest first, those without a ratio last.</summary>
    public static IEnumerable<ComparedModel> InOrder(IEnumerable<ComparedModel> models) =>
        models.OrderByDescending(model => model.Comparison.Ratio?.Value ?? double.NegativeInfinity).ThenBy(model => model.Model, StringComparer.Ordinal);

    /// <summary>The reasons why models cannot be told apart, each with an example.</summary>
    private static void Reasons(Terminal terminal, ComparedModels compared)
    {
        foreach (var group in compared.Models.Where(model => model.Comparison.Reason is not null).GroupBy(model => model.Comparison.Reason!.Value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key))
            terminal.Line($"{(compared.Models.Count == 1 ? "Cannot tell" : $"Cannot tell, {Figures.Count(group.Count())} by {Words.Of(group.Key)}, for example")}: {group.First().Comparison.Explanation}");
    }

    private static void Operators(Terminal terminal, IReadOnlyList<OperatorComparison> operators)
    {
        terminal.Line();
        terminal.Line("Operators in an inference under the profiler, which slows them; by the size of the difference");
        terminal.Table(["DIFFERENCE", "A", "B", "TYPE", "OPERATOR"], operators.Take(MaxOperators).Select(one => new[]
        {
            Signed(one.Difference), Micro(one.First), Micro(one.Second), one.OperatorType, one.Name ?? "all that only one of them has",
        }));
        if (operators.Count > MaxOperators)
            terminal.Line($"{Figures.Count(operators.Count - MaxOperators)} more; --json has them all.");
    }

    private static string Time(Latency? latency) => latency is { } value ? Figures.Milliseconds(value.Milliseconds) : Figures.None;

    private static string Micro(Latency? latency) => latency is { } value ? Figures.Microseconds(value.Milliseconds * 1e3) : Figures.None;

    private static string Signed(Latency latency) => (latency.Nanoseconds > 0 ? "+" : "") + Figures.Microseconds(latency.Milliseconds * 1e3);
}
