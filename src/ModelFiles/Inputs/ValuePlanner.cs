using System.Globalization;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Inputs;

/// <summary>Decides the values of inputs.</summary>
/// <param name="graph">The graph of the model.</param>
/// <param name="request">The wishes of the user.</param>
internal sealed class ValuePlanner(GraphProto graph, InputRequest request)
{
    private const int ImageRank = 3;

    private const int SampleRate = 16_000;

    private readonly LookUpTables _tables = new(graph);

    /// <summary>The rule of an input, and a sentence about it where it is a default that a user may want to change.</summary>
    /// <exception cref="ModelFileException">The wish does not fit the input.</exception>
    public (ValueRule Rule, string? Proposal) RuleOf(TensorInput input, IReadOnlyList<long> shape)
    {
        var table = input.Type.IntegerRange() is null ? null : _tables.SmallestFor(input.Name);
        return request.Values.TryGetValue(input.Name, out var wish) ? (Checked(input, wish, table), null) : Default(input, shape, table);
    }

    private static (ValueRule Rule, string? Proposal) Default(TensorInput input, IReadOnlyList<long> shape, LookUpTable? table)
    {
        var name = PrintableText.Of(input.Name);
        var lower = input.Name.ToLowerInvariant();
        if (lower.Contains("mask", StringComparison.Ordinal) && table is null)
            return (ValueRule.Ones, null);
        if (input.Type.IsFloatingPoint())
            return (ValueRule.Uniform(-1, 1), null);
        if ((lower.Contains("token_type", StringComparison.Ordinal) || lower.Contains("segment", StringComparison.Ordinal)) && input.Type.IntegerRange() is not null)
            return (ValueRule.Zeros, $"The input '{name}' gets zeros (--input-range {Names.Argument(input.Name, "FIRST..LAST")} sets others).");
        if (table is not null)
        {
            var last = Math.Min(table.Rows - 1, input.Type.IntegerRange()!.Value.Last);
            return (ValueRule.Integers(0, last), string.Create(CultureInfo.InvariantCulture, $"The input '{name}' gets integers from 0 to {last}, the rows of the table '{PrintableText.Of(table.Name)}' (--input-range {Names.Argument(input.Name, "FIRST..LAST")} sets others)."));
        }

        if (lower is "sr" or "sample_rate" or "sampling_rate" && input.Type.IntegerRange() is { Last: >= SampleRate })
            return (ValueRule.Integers(SampleRate, SampleRate), $"The input '{name}' gets {SampleRate} (--input-range {Names.Argument(input.Name, "FIRST..LAST")} sets another).");
        if (input.Type == ElementType.UInt8 && shape.Count >= ImageRank)
            return (ValueRule.Integers(0, byte.MaxValue), null);
        return (ValueRule.Ones, input.Type is ElementType.Bool or ElementType.String ? null : $"The input '{name}' gets ones (--input-range {Names.Argument(input.Name, "FIRST..LAST")} sets others).");
    }

    private static ValueRule Checked(TensorInput input, ValueRule wish, LookUpTable? table)
    {
        var name = PrintableText.Of(input.Name);
        if (wish.Kind == ValueRuleKind.Data)
            return wish;
        if (wish.Kind is ValueRuleKind.Ones or ValueRuleKind.Zeros)
        {
            RequireInTable(name, table, wish.Kind == ValueRuleKind.Ones ? 1 : 0, wish.Kind == ValueRuleKind.Ones ? 1 : 0);
            return wish;
        }

        if (input.Type.IsFloatingPoint())
            return wish.Kind == ValueRuleKind.Uniform ? wish : ValueRule.Uniform(wish.First, wish.Last);
        if (input.Type.IntegerRange() is not var (first, last))
            throw new ModelFileException($"The input '{name}' has elements of {input.Type.Name()}, which have no range: use 'ones' or 'zeros'.");
        if (wish.Kind == ValueRuleKind.Uniform)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The input '{name}' has elements of {input.Type.Name()}, which {wish.Low}..{wish.High} does not fit: use whole numbers."));
        if (wish.First < first || wish.Last > last)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The range {wish.First}..{wish.Last} does not fit the input '{name}' of {input.Type.Name()}: use {first}..{last}."));
        RequireInTable(name, table, wish.First, wish.Last);
        return wish;
    }

    /// <summary>Negative indices count from the end of a table.</summary>
    private static void RequireInTable(string name, LookUpTable? table, long first, long last)
    {
        if (table is null || (first >= -table.Rows && last < table.Rows))
            return;
        throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The values {first}..{last} of input '{name}' leave the table '{PrintableText.Of(table.Name)}', which has {table.Rows} {(table.Rows == 1 ? "row" : "rows")}: use 0..{table.Rows - 1}."));
    }
}
