using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>Values of the contract as tools write them, and read them.</summary>
internal static class Words
{
    private static readonly Dictionary<string, Precision> Precisions = new() { ["fp32"] = Precision.Fp32, ["fp16"] = Precision.Fp16, ["int8"] = Precision.Int8 };

    private static readonly Dictionary<string, Verdict> Verdicts = new()
    {
        ["valid"] = Verdict.Valid,
        ["suspect"] = Verdict.Suspect,
        ["failed"] = Verdict.Failed,
        ["cancelled"] = Verdict.Cancelled,
    };

    /// <summary>Returns the word of a value: <c>running</c> for <c>CAMPAIGN_STATE_RUNNING</c>.</summary>
    /// <param name="value">The value.</param>
    public static string Of(Enum value) => value.ToString("G").ToLowerInvariant();

    /// <summary>Reads a precision; fp32 where none is named.</summary>
    /// <param name="text">The word.</param>
    /// <exception cref="ToolException">There is no such precision.</exception>
    public static Precision ReadPrecision(string? text) => text is null ? Precision.Fp32 : Read(Precisions, "precision", text);

    /// <summary>Reads a verdict; none where none is named.</summary>
    /// <param name="text">The word.</param>
    /// <exception cref="ToolException">There is no such verdict.</exception>
    public static Verdict ReadVerdict(string? text) => text is null ? Verdict.Unspecified : Read(Verdicts, "verdict", text);

    private static T Read<T>(Dictionary<string, T> words, string name, string text) =>
        words.TryGetValue(text, out var value) ? value : throw new ToolException($"There is no {name} '{Limits.Shorten(text)}': give {string.Join(", ", words.Keys)}.");
}
