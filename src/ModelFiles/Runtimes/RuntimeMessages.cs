using System.Text.RegularExpressions;

namespace LatBench.ModelFiles.Runtimes;

/// <summary>Turns messages with which ONNX Runtime refuses a model, or fails to run it, into sentences for its user.</summary>
public static partial class RuntimeMessages
{
    private const int MaxLength = 10_000;

    private static readonly (Regex Pattern, Func<GroupCollection, string, string> Sentence)[] Known =
    [
        (UnknownOperator, (found, runtime) =>
            $"The model uses the operator '{Text(found[1])}', which version {Text(found[2])} of the ONNX operator set in {runtime} lacks: export it with operators of ONNX only, or with another opset_version."),
        (CustomOperator, (found, runtime) => $"The model needs the custom operator '{Text(found[1])}.{Text(found[2])}', which {runtime} lacks: export it with operators of ONNX only."),
        (MissingImport, (found, _) => $"The model uses operators of the domain '{Text(found[1])}' and does not say which version of them (opset_import): export it again."),
        (DeprecatedOperator, (found, runtime) => $"The model uses the operator '{Text(found[1])}', which version {Text(found[2])} of the ONNX operator set in {runtime} has no longer: export it with another opset_version."),
        (NoKernel, (found, runtime) =>
            $"{runtime} has no implementation of the operator '{Text(found[1])}' (version {Text(found[2])}) for the element types of node '{Text(found[3])}': use another precision or execution provider, or export the model with other operators."),
        (IrVersion, (found, runtime) => $"The model is written in version {Text(found[1])} of the ONNX format, and {runtime} takes up to {Text(found[2])}: export it with an older version of the exporter, or use a newer runtime."),
        (OpsetVersion, (found, runtime) => $"The model uses version {Text(found[1])} of an operator set, and {runtime} has up to {Text(found[2])}: export it with an older opset_version, or use a newer runtime."),
        (Inference, (found, _) => $"The types or shapes at the node '{Text(found[1])}' ({Text(found[2])}) contradict each other ({Reason(found[3])}): use other dimensions for the inputs, or export the model again."),
        (FailedNode, (found, _) => $"The node '{Text(found[2])}' ({Text(found[1])}) fails with these inputs ({Reason(found[3])}): use other dimensions or values (--dim, --input-shape, --input-range)."),
    ];

    /// <summary>Explains a message.</summary>
    /// <param name="message">The message of the exception.</param>
    /// <param name="runtime">The name of the runtime, such as <c>ONNX Runtime 1.31.1</c>.</param>
    /// <returns>One sentence, printable.</returns>
    public static string Explain(string message, string runtime)
    {
        message = message.Length > MaxLength ? message[..MaxLength] : message;
        foreach (var (pattern, sentence) in Known)
        {
            if (pattern.Match(message) is { Success: true } match)
                return sentence(match.Groups, runtime);
        }

        return $"{runtime} does not take the model ({Reason(Sources.Replace(message, ""))}): export it again.";
    }

    private static string Text(Group group) => PrintableText.Of(group.Value);

    private static string Reason(Group group) => Reason(group.Value);

    private static string Reason(string text) => PrintableText.Of(text.ReplaceLineEndings(" ").Trim().TrimEnd('.'));

    [GeneratedRegex(@"No Op registered for (\S+) with domain_version of (\d+)")]
    private static partial Regex UnknownOperator { get; }

    [GeneratedRegex(@"Fatal error: (\S+):(\S+)\(-?\d+\) is not a registered function/op")]
    private static partial Regex CustomOperator { get; }

    [GeneratedRegex("No opset import for domain '([^']*)'")]
    private static partial Regex MissingImport { get; }

    [GeneratedRegex(@"Op registered for (\S+) is deprecated in domain_version of (\d+)")]
    private static partial Regex DeprecatedOperator { get; }

    [GeneratedRegex(@"Could not find an implementation for (\S+?)\((\d+)\) node with name '([^']*)'")]
    private static partial Regex NoKernel { get; }

    [GeneratedRegex(@"Unsupported model IR version: (\d+), max supported IR version: (\d+)")]
    private static partial Regex IrVersion { get; }

    [GeneratedRegex(@"Opset (\d+) is under development.* is till opset (\d+)", RegexOptions.Singleline)]
    private static partial Regex OpsetVersion { get; }

    /// <summary>The innermost node, where graphs of nodes are concerned.</summary>
    [GeneratedRegex(@".*Node \(([^)]*)\) Op \(([^)]*)\) \[(?:Shape|Type)InferenceError\] (.*)", RegexOptions.Singleline)]
    private static partial Regex Inference { get; }

    /// <summary>The innermost node, where graphs of nodes are concerned.</summary>
    [GeneratedRegex(@".*Non-zero status code returned while running (\S+) node\. Name:'([^']*)' Status Message: (.*)", RegexOptions.Singleline)]
    private static partial Regex FailedNode { get; }

    /// <summary>The kind of error, the path of the model, and places in the runtime's own sources.</summary>
    [GeneratedRegex(@"^\[ErrorCode:\w+\] |Load model from .* failed:|/onnxruntime_src/\S+ .*?\) (?=[A-Z])|This is an invalid model\. ", RegexOptions.Singleline)]
    private static partial Regex Sources { get; }
}
