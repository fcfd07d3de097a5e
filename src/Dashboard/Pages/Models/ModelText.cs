using LatBench.Contracts.V1;
using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>Uploaded models in words.</summary>
internal static class ModelText
{
    /// <summary>The search space of uploaded models.</summary>
    public const string Space = "onnx";

    /// <summary>The number of operators of all types.</summary>
    public static int Operators(UploadedModel model) => model.Operators.Sum(one => one.Count);

    /// <summary>The multiply-accumulate operations of one inference.</summary>
    public static string Macs(UploadedModel model) => model.HasMacs ? Figures.Scaled(model.Macs) : "–";

    /// <summary>The shape of a value: <c>1 × 3 × height × width</c>.</summary>
    public static string Shape(ModelValue value) => value.Shape.Count == 0 ? "scalar" : string.Join(" × ", value.Shape);

    /// <summary>A precision as it is written in commands.</summary>
    public static string Of(Precision precision) => precision switch
    {
        Precision.Fp16 => "fp16",
        Precision.Int8 => "int8",
        _ => "fp32",
    };

    /// <summary>The free dimensions of the inputs that have a name, in their order.</summary>
    public static IReadOnlyList<string> FreeDimensions(UploadedModel model) =>
        [.. model.Inputs.SelectMany(input => input.Shape).Where(dimension => dimension != "?" && !dimension.All(char.IsAsciiDigit)).Distinct()];

    /// <summary>The proposed inputs, one each: <c>NAME=TYPE[SHAPE] VALUES</c>.</summary>
    public static IReadOnlyList<string> ProposedInputs(UploadedModel model) => model.ProposedInputs.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The value that is proposed for a free dimension; null where none is.</summary>
    public static string? Proposed(UploadedModel model, string dimension)
    {
        foreach (var input in model.Inputs.Where(input => input.Shape.Contains(dimension)))
        {
            if (ProposedInputs(model).FirstOrDefault(proposed => proposed.StartsWith(input.Name + "=", StringComparison.Ordinal)) is not { } proposed)
                continue;
            var (from, to) = (proposed.IndexOf('[', input.Name.Length) + 1, proposed.IndexOf(']', input.Name.Length));
            if (from > 0 && to > from && proposed[from..to].Split(',') is var values && values.Length == input.Shape.Count)
                return values[input.Shape.IndexOf(dimension)];
        }

        return null;
    }
}
