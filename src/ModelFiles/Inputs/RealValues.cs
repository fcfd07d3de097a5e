using System.Globalization;
using System.Security.Cryptography;

namespace LatBench.ModelFiles.Inputs;

/// <summary>Real values of inputs, and expected ones of outputs, in a request.</summary>
internal static class RealValues
{
    private const int DigestLength = 16;

    /// <summary>Returns the request with the shapes and the rules that follow from its real values.</summary>
    public static InputRequest AddTo(InputRequest request)
    {
        if (request.Data.Count == 0)
            return request;
        var shapes = request.Shapes.ToDictionary(StringComparer.Ordinal);
        var rules = request.Values.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, data) in request.Data)
        {
            shapes[name] = [.. data.Shape];
            rules[name] = ValueRule.Data(Convert.ToHexStringLower(SHA256.HashData(data.Bytes.Span))[..DigestLength]);
        }

        return request with { Shapes = shapes, Values = rules };
    }

    /// <summary>Refuses what does not fit the model.</summary>
    /// <exception cref="ModelFileException">It does not fit.</exception>
    public static void Require(InputRequest request, TensorInput[] inputs, string[] outputs)
    {
        foreach (var (name, data) in request.Data)
        {
            if (data.WhyNot(inputs.First(input => input.Name == name)) is { } reason)
                throw new ModelFileException(reason);
        }

        foreach (var name in request.Values.Where(rule => rule.Value.Kind == ValueRuleKind.Data && !request.Data.ContainsKey(rule.Key)).Select(rule => rule.Key))
            throw new ModelFileException($"The values of the input '{PrintableText.Of(name)}' came from a file: give the file again.");
        foreach (var name in request.Expected.Keys.Except(outputs, StringComparer.Ordinal))
            throw new ModelFileException($"The model has no output '{PrintableText.Of(name)}': its outputs are {Names.List(outputs)}.");
        var bytes = request.Data.Values.Concat(request.Expected.Values).Sum(data => (long)data.Bytes.Length);
        if (bytes > InputRequest.MaxDataBytes)
            throw new ModelFileException(string.Create(CultureInfo.InvariantCulture, $"The real and expected values have {bytes} bytes, and {InputRequest.MaxDataBytes} are the most: use smaller dimensions, or synthetic values."));
    }
}
