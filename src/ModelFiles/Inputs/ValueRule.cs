using System.Globalization;

namespace LatBench.ModelFiles.Inputs;

/// <summary>The ways to fill an input.</summary>
public enum ValueRuleKind
{
    /// <summary>Real numbers, seeded, evenly spread between two bounds.</summary>
    Uniform,

    /// <summary>Whole numbers, seeded, between two bounds that are among them.</summary>
    Integers,

    /// <summary>Ones; of texts the text "1".</summary>
    Ones,

    /// <summary>Zeros; of texts the empty one.</summary>
    Zeros,

    /// <summary>Values from a file.</summary>
    Data,
}

/// <summary>The values that an input is filled with.</summary>
public sealed record ValueRule
{
    private const int DigestLength = 16;

    private ValueRule(ValueRuleKind kind)
    {
        Kind = kind;
    }

    /// <summary>Gets the rule of ones.</summary>
    public static ValueRule Ones { get; } = new(ValueRuleKind.Ones);

    /// <summary>Gets the rule of zeros.</summary>
    public static ValueRule Zeros { get; } = new(ValueRuleKind.Zeros);

    /// <summary>Gets the kind.</summary>
    public ValueRuleKind Kind { get; }

    /// <summary>Gets the lower bound of real numbers.</summary>
    public double Low { get; private init; }

    /// <summary>Gets the upper bound of real numbers.</summary>
    public double High { get; private init; }

    /// <summary>Gets the smallest whole number.</summary>
    public long First { get; private init; }

    /// <summary>Gets the largest whole number.</summary>
    public long Last { get; private init; }

    /// <summary>Gets the first 16 digits of the SHA-256 of the values from a file; empty for other rules.</summary>
    public string Digest { get; private init; } = "";

    /// <summary>Values from a file.</summary>
    /// <param name="digest">The first 16 digits of the SHA-256 of their bytes.</param>
    public static ValueRule Data(string digest) => new(ValueRuleKind.Data) { Digest = digest };

    /// <summary>Real numbers between two bounds.</summary>
    /// <param name="low">The lower one.</param>
    /// <param name="high">The upper one, not below <paramref name="low"/>.</param>
    public static ValueRule Uniform(double low, double high) => double.IsFinite(low) && double.IsFinite(high) && low <= high
        ? new(ValueRuleKind.Uniform) { Low = low, High = high }
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{low} to {high} is no range: the bounds are finite and in order."));

    /// <summary>Whole numbers between two bounds that are among them.</summary>
    /// <param name="first">The smallest.</param>
    /// <param name="last">The largest, not below <paramref name="first"/>.</param>
    public static ValueRule Integers(long first, long last) => first <= last
        ? new(ValueRuleKind.Integers) { First = first, Last = last }
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{first} to {last} is no range: the bounds are in order."));

    /// <summary>Reads a rule as users write it: <c>0..29999</c>, <c>-1..1</c>, <c>ones</c> or <c>zeros</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none; the message is one sentence.</exception>
    public static ValueRule ParseOption(string text)
    {
        if (text is "ones" or "zeros")
            return text == "ones" ? Ones : Zeros;
        var bounds = text.Split("..");
        if (bounds.Length == 2)
        {
            if (Whole(bounds[0]) is { } first && Whole(bounds[1]) is { } last && first <= last)
                return Integers(first, last);
            if (Real(bounds[0]) is { } low && Real(bounds[1]) is { } high && low <= high)
                return Uniform(low, high);
        }

        throw new FormatException($"'{PrintableText.Of(text)}' is no range of values: write the smallest and the largest, such as 0..29999 or -1..1, or 'ones' or 'zeros'.");
    }

    /// <summary>Reads a rule as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The rule; null where the text is none.</returns>
    public static ValueRule? Parse(string text) => text.Split(' ') switch
    {
        ["ones"] => Ones,
        ["zeros"] => Zeros,
        ["data", var digest] when digest.Length == DigestLength && digest.All(char.IsAsciiHexDigitLower) => Data(digest),
        ["uniform", var low, var high] when Real(low) is { } from && Real(high) is { } to && from <= to => Uniform(from, to),
        ["integers", var first, var last] when Whole(first) is { } from && Whole(last) is { } to && from <= to => Integers(from, to),
        _ => null,
    };

    /// <summary>Gets the rule in words: <c>uniform -1 1</c>, <c>integers 0 29999</c>, <c>ones</c>, <c>zeros</c>, <c>data 0123456789abcdef</c>.</summary>
    public override string ToString() => Kind switch
    {
        ValueRuleKind.Uniform => string.Create(CultureInfo.InvariantCulture, $"uniform {Low:R} {High:R}"),
        ValueRuleKind.Integers => string.Create(CultureInfo.InvariantCulture, $"integers {First} {Last}"),
        ValueRuleKind.Ones => "ones",
        ValueRuleKind.Data => $"data {Digest}",
        _ => "zeros",
    };

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double? Real(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
