using System.Globalization;
using System.Text;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>The values of an input, as the metadata of a model have them: <c>uniform -1 1</c>, <c>integers 0 29999</c>, <c>ones</c>, <c>zeros</c>.</summary>
/// <param name="Kind">The kind of values.</param>
/// <param name="Low">The least value.</param>
/// <param name="High">The largest value, included for integers.</param>
internal readonly record struct InputValues(InputValueKind Kind, double Low, double High)
{
    /// <summary>The beginning of the keys of metadata that say how an input is filled; the name of the input follows.</summary>
    public const string KeyPrefix = "latbench.input.";

    private const string ShapeKeyPrefix = "latbench.shape.";
    private const string DataKeyPrefix = "latbench.data.";
    private const string ExpectedKeyPrefix = "latbench.expected.";
    private const string ToleranceKey = "latbench.tolerance";

    /// <summary>Gets the values of inputs whose model says nothing: floating point in [-1, 1], other numbers zero.</summary>
    public static InputValues Default { get; } = new(InputValueKind.Unsaid, -1, 1);

    /// <summary>Finds what the metadata of a model say of an input.</summary>
    /// <exception cref="JobException">They say what is not known here.</exception>
    public static InputValues Of(string name, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(KeyPrefix + name, out var text))
            return Default;
        return text.Split(' ') switch
        {
            ["ones"] => new(InputValueKind.Uniform, 1, 1),
            ["zeros"] => new(InputValueKind.Uniform, 0, 0),
            ["data", _] => new(InputValueKind.Data, 0, 0),
            ["uniform", var low, var high] when Bounds(low, high) is { } bounds => new(InputValueKind.Uniform, bounds.Low, bounds.High),
            ["integers", var low, var high] when Bounds(low, high) is { } bounds => new(InputValueKind.Integers, bounds.Low, bounds.High),
            _ => throw new JobException(FailureReason.ModelRejected, $"The values '{text}' of the input '{name}' are not known to this agent: use the agent of the coordinator's version."),
        };
    }

    /// <summary>Finds the values of an input that came from a file: its elements, little-endian; of texts see <see cref="TextsOf"/>.</summary>
    /// <exception cref="JobException">They are not there.</exception>
    public static byte[] DataOf(string name, IReadOnlyDictionary<string, string> metadata) => Bytes(DataKeyPrefix + name, metadata)
        ?? throw new JobException(FailureReason.ModelRejected, $"The model has no values for the input '{name}', which it should have from a file: submit it again.");

    /// <summary>Finds the expected values of an output; null where there are none.</summary>
    public static byte[]? ExpectedOf(string name, IReadOnlyDictionary<string, string> metadata) => Bytes(ExpectedKeyPrefix + name, metadata);

    /// <summary>Reads texts: each is in UTF-8, followed by a zero byte.</summary>
    public static string[] TextsOf(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Split('\0')[..^1];

    /// <summary>Finds the difference that is allowed to expected values.</summary>
    public static double ToleranceOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(ToleranceKey, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var tolerance) ? tolerance : 0;

    private static byte[]? Bytes(string key, IReadOnlyDictionary<string, string> metadata) => metadata.TryGetValue(key, out var text) ? Convert.FromBase64String(text) : null;

    /// <summary>Finds the shape of an input whose dimensions are free in the graph; null where its metadata have none.</summary>
    /// <exception cref="JobException">It is no shape.</exception>
    public static long[]? ShapeOf(string name, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(ShapeKeyPrefix + name, out var text))
            return null;
        var dimensions = text.Length == 0 ? [] : Array.ConvertAll(text.Split(','), part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var dimension) ? dimension : -1);
        return Array.TrueForAll(dimensions, dimension => dimension >= 0)
            ? dimensions
            : throw new JobException(FailureReason.ModelRejected, $"The shape '{text}' of the input '{name}' is not known to this agent: use the agent of the coordinator's version.");
    }

    private static (double Low, double High)? Bounds(string low, string high) =>
        double.TryParse(low, CultureInfo.InvariantCulture, out var least) && double.TryParse(high, CultureInfo.InvariantCulture, out var most) && least <= most
            ? (least, most)
            : null;
}

/// <summary>The kinds of values of an input.</summary>
internal enum InputValueKind
{
    /// <summary>The model says nothing.</summary>
    Unsaid,

    /// <summary>Numbers between two bounds, each equally likely.</summary>
    Uniform,

    /// <summary>Whole numbers between two bounds, both included, each equally likely.</summary>
    Integers,

    /// <summary>Values from a file, which the metadata have.</summary>
    Data,
}
