using System.Globalization;

namespace LatBench.ModelFiles.Runtimes;

/// <summary>Holds a model against a runtime.</summary>
public static class RuntimeCheck
{
    private const string LearningDomain = "ai.onnx.ml";

    /// <summary>Gets the reason why a runtime cannot run a model, in one sentence; null where none is known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limits">The runtime.</param>
    public static string? WhyNot(ModelDescription model, RuntimeLimits limits)
    {
        if (model.IrVersion > limits.MaxIrVersion)
            return string.Create(CultureInfo.InvariantCulture, $"The model is written in version {model.IrVersion} of the ONNX format, and {limits.Runtime} takes up to {limits.MaxIrVersion}: export it with an older version of the exporter, or use a newer runtime.");
        if (Opset(model, "") is > 0 and var opset && opset > limits.MaxOpset)
            return string.Create(CultureInfo.InvariantCulture, $"The model uses version {opset} of the ONNX operator set, and {limits.Runtime} has up to {limits.MaxOpset}: export it with opset_version={limits.MaxOpset}, or use a newer runtime.");
        if (Opset(model, LearningDomain) is > 0 and var learning && learning > limits.MaxLearningOpset)
            return string.Create(CultureInfo.InvariantCulture, $"The model uses version {learning} of the operator set {LearningDomain}, and {limits.Runtime} has up to {limits.MaxLearningOpset}: export it with version {limits.MaxLearningOpset}, or use a newer runtime.");
        return null;
    }

    /// <summary>Gets the reason why a runtime cannot run a model without a library of custom operators, in one sentence; null where it needs none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limits">The runtime.</param>
    public static string? WhyNotAlone(ModelDescription model, RuntimeLimits limits)
    {
        if (CustomOperators(model, limits) is not { Count: > 0 } custom)
            return null;
        var others = custom.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {custom.Count - 1} more");
        return $"The model needs the custom operator '{custom[0]}'{others}, which {limits.Runtime} lacks: export it with operators of ONNX only, or upload it with --custom-operators where an agent has a library of it.";
    }

    /// <summary>Gets the operators of a model that neither ONNX nor a runtime has, as <c>domain.Type</c>, printable, the most frequent first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limits">The runtime.</param>
    public static IReadOnlyList<string> CustomOperators(ModelDescription model, RuntimeLimits limits) =>
    [
        .. model.Operators
            .Where(count => count is { IsFunction: false, Domain.Length: > 0 } && !limits.Domains.Contains(count.Domain))
            .Select(count => PrintableText.Of($"{count.Domain}.{count.Type}")),
    ];

    private static long? Opset(ModelDescription model, string domain) => model.Opsets.TryGetValue(domain, out var version) ? version : null;
}
