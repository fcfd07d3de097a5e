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
        var custom = model.Operators.Where(count => count is { IsFunction: false, Domain.Length: > 0 } && !limits.Domains.Contains(count.Domain)).ToArray();
        if (custom.Length == 0)
            return null;
        var others = custom.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {custom.Length - 1} more");
        return $"The model needs the custom operator '{PrintableText.Of($"{custom[0].Domain}.{custom[0].Type}")}'{others}, which {limits.Runtime} lacks: export it with operators of ONNX only.";
    }

    private static long? Opset(ModelDescription model, string domain) => model.Opsets.TryGetValue(domain, out var version) ? version : null;
}
