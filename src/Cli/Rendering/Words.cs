using LatBench.Contracts.V1;

namespace LatBench.Cli.Rendering;

/// <summary>The words for the contract's enumerations: what people type and what they read.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, Dataset> Datasets = new Dictionary<string, Dataset>
    {
        ["cifar10"] = Dataset.Cifar10,
        ["cifar100"] = Dataset.Cifar100,
        ["imagenet16-120"] = Dataset.Imagenet16120,
    };

    public static readonly IReadOnlyDictionary<string, Precision> Precisions = new Dictionary<string, Precision>
    {
        ["fp32"] = Precision.Fp32,
        ["fp16"] = Precision.Fp16,
        ["int8"] = Precision.Int8,
    };

    public static readonly IReadOnlyDictionary<string, GraphVariant> Variants = new Dictionary<string, GraphVariant>
    {
        ["pruned"] = GraphVariant.Pruned,
        ["literal"] = GraphVariant.Literal,
    };

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

    /// <summary>A form of models in words: <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    public static string Of(ModelConfig form) =>
        $"{Of(Datasets, form.Dataset)}, batch {Figures.Count(form.Batch)}, {Of(Precisions, form.Precision)}, {Of(Variants, form.GraphVariant)}";

    /// <summary>The word of <paramref name="value"/> in <paramref name="words"/>; its number where it has none.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct, Enum =>
        words.FirstOrDefault(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key ?? value.ToString("D");

    /// <summary>An enumeration value in lower case: <c>StopReason.PassLimit</c> is <c>pass limit</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
