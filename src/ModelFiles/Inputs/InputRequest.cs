using System.Globalization;
using LatBench.ModelFiles.InputFiles;

namespace LatBench.ModelFiles.Inputs;

/// <summary>The wishes of a user for the inputs of a model; defaults fill the rest.</summary>
public sealed record InputRequest
{
    /// <summary>The largest dimension.</summary>
    public const long MaxDimension = int.MaxValue;

    /// <summary>The largest number of dimensions.</summary>
    public const int MaxRank = 16;

    /// <summary>The tolerance where none is given.</summary>
    public const double DefaultTolerance = 1e-3;

    /// <summary>The largest number of bytes of real and expected values together.</summary>
    public const int MaxDataBytes = 16 << 20;

    /// <summary>A request without wishes.</summary>
    public static readonly InputRequest Default = new();

    /// <summary>Gets the values of free dimensions by their names (<c>--dim batch=1</c>).</summary>
    public IReadOnlyDictionary<string, long> Dimensions { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets the shapes of inputs by their names (<c>--input-shape name=1x3x224x224</c>).</summary>
    public IReadOnlyDictionary<string, long[]> Shapes { get; init; } = new Dictionary<string, long[]>();

    /// <summary>Gets the values of inputs by their names (<c>--input-range name=0..29999</c>).</summary>
    public IReadOnlyDictionary<string, ValueRule> Values { get; init; } = new Dictionary<string, ValueRule>();

    /// <summary>Gets the real values of inputs by their names; they set the shapes too.</summary>
    public IReadOnlyDictionary<string, InputData> Data { get; init; } = new Dictionary<string, InputData>();

    /// <summary>Gets the expected values of outputs by their names.</summary>
    public IReadOnlyDictionary<string, InputData> Expected { get; init; } = new Dictionary<string, InputData>();

    /// <summary>Gets the difference that is allowed to the expected values, absolute and relative added.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Gets the value of the free batch dimension; null for the default, 1.</summary>
    public int? Batch { get; init; }

    /// <summary>Reads a dimension as users write it: <c>batch=1</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none; the message is one sentence.</exception>
    public static (string Name, long Value) ParseDimension(string text) => Split(text) is var (name, value) && Dimension(value) is { } number
        ? (name, number)
        : throw new FormatException($"'{PrintableText.Of(text)}' is no dimension: write its name and a number from 1 on, such as batch=1.");

    /// <summary>Reads a shape as users write it: <c>name=1x3x224x224</c>; a scalar as <c>name=scalar</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none; the message is one sentence.</exception>
    public static (string Name, long[] Shape) ParseShape(string text)
    {
        if (Split(text) is var (name, value))
        {
            if (value == "scalar")
                return (name, []);
            var numbers = value.Split('x', ',').Select(Dimension).ToArray();
            if (numbers.Length <= MaxRank && numbers.All(number => number is not null))
                return (name, [.. numbers.Select(number => number!.Value)]);
        }

        throw new FormatException($"'{PrintableText.Of(text)}' is no shape: write the input's name and its dimensions, such as images=1x3x224x224.");
    }

    /// <summary>Reads values as users write them: <c>name=0..29999</c>; see <see cref="ValueRule.ParseOption"/>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none; the message is one sentence.</exception>
    public static (string Name, ValueRule Rule) ParseValues(string text) => Split(text) is var (name, value)
        ? (name, ValueRule.ParseOption(value))
        : throw new FormatException($"'{PrintableText.Of(text)}' names no input: write its name and its values, such as input_ids=0..29999.");

    /// <summary>Names may contain the sign.</summary>
    private static (string Name, string Value)? Split(string text) => text.LastIndexOf('=') is > 0 and var at ? (text[..at], text[(at + 1)..]) : null;

    private static long? Dimension(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= MaxDimension ? value : null;
}
