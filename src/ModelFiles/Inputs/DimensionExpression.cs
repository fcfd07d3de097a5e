using System.Globalization;

namespace LatBench.ModelFiles.Inputs;

/// <summary>The names of dimensions that are sums and products of others, as exporters write them: <c>past_sequence_length + 1</c>.</summary>
internal static class DimensionExpression
{
    private static readonly char[] Operators = ['+', '*'];

    /// <summary>True where a name is made of others.</summary>
    public static bool IsExpression(string name) => name.IndexOfAny(Operators) > 0 && Operands(name).All(operand => operand.Length > 0 && operand.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.'));

    /// <summary>The names in an expression.</summary>
    public static IEnumerable<string> Names(string name) => Operands(name).Where(operand => Number(operand) is null);

    /// <summary>The value of a name or expression.</summary>
    /// <returns>The value; null where a name in it has none, or the result is out of range.</returns>
    public static long? Evaluate(string name, Func<string, long?> valueOf)
    {
        if (valueOf(name) is { } known)
            return known;
        if (!IsExpression(name))
            return null;
        var sum = (Int128)0;
        foreach (var term in name.Split('+'))
        {
            var product = (Int128)1;
            foreach (var factor in term.Split('*', StringSplitOptions.TrimEntries))
            {
                if ((Number(factor) ?? valueOf(factor)) is not { } value)
                    return null;
                product *= value;
                if (product > InputRequest.MaxDimension)
                    return null;
            }

            sum += product;
        }

        return sum >= 1 && sum <= InputRequest.MaxDimension ? (long)sum : null;
    }

    private static string[] Operands(string name) => name.Split(Operators, StringSplitOptions.TrimEntries);

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
