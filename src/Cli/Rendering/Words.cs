using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Models;

namespace LatBench.Cli.Rendering;

/// <summary>The words for the contract's enumerations: what people type and what they read.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, GraphOptimization> GraphOptimizations = new Dictionary<string, GraphOptimization>
    {
        ["all"] = GraphOptimization.All,
        ["extended"] = GraphOptimization.Extended,
        ["basic"] = GraphOptimization.Basic,
        ["disabled"] = GraphOptimization.Disabled,
    };

    public static readonly IReadOnlyDictionary<string, Role> Roles = new Dictionary<string, Role>
    {
        ["admin"] = Role.Admin,
        ["submitter"] = Role.Submitter,
        ["viewer"] = Role.Viewer,
        ["enrolment"] = Role.Enrolment,
    };

    public static readonly IReadOnlyDictionary<string, Verdict> Verdicts = new Dictionary<string, Verdict>
    {
        ["valid"] = Verdict.Valid,
        ["suspect"] = Verdict.Suspect,
        ["failed"] = Verdict.Failed,
        ["cancelled"] = Verdict.Cancelled,
    };

    /// <summary>A model configuration in words: <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    public static string Of(ModelConfig configuration) => configuration.Describe();

    /// <summary>The precision of a model configuration as a word: <c>fp32</c>, which is also what is meant where none is named.</summary>
    public static string PrecisionOf(ModelConfig? configuration) => (configuration?.Precision ?? Precision.Unspecified).ToDomain().Name();

    /// <summary>The word of <paramref name="value"/> in <paramref name="words"/>; its number where it has none.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct, Enum =>
        words.FirstOrDefault(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key ?? value.ToString("D");

    /// <summary>An enumeration value in lower case: <c>StopReason.PassLimit</c> is <c>pass limit</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
