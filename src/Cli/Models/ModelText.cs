using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Models;

/// <summary>Uploaded models in words.</summary>
internal static class ModelText
{
    private const int ShownDigits = 12;
    private const int ShownOperators = 8;

    /// <summary>The first digits of the SHA-256, by which a model can be named.</summary>
    public static string Short(UploadedModel model) => Digits(model)[..ShownDigits];

    /// <summary>The number of operators of all types.</summary>
    public static int Operators(UploadedModel model) => model.Operators.Sum(one => one.Count);

    /// <summary>The multiply-accumulate operations of one inference; a dash where they are not known.</summary>
    public static string Macs(UploadedModel model) => model.HasMacs ? Figures.Large(model.Macs) : Figures.None;

    /// <summary>Names and values for <c>models show</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Describe(UploadedModel model)
    {
        yield return ("Model", model.DisplayName);
        yield return ("SHA-256", Digits(model));
        yield return ("Size", Figures.Bytes(model.SizeBytes));
        yield return ("Uploaded", Figures.Time(model.CreateTime));
        yield return ("Format", $"IR version {Figures.Count(model.IrVersion)}; operator sets {string.Join(", ", model.OperatorSets.Select(set => $"{(set.Domain.Length == 0 ? "ai.onnx" : set.Domain)} {Figures.Count(set.Version)}"))}");
        if (model.Producer.Length > 0)
            yield return ("Written by", model.Producer);
        foreach (var input in model.Inputs)
            yield return ("Input", Value(input));
        foreach (var output in model.Outputs)
            yield return ("Output", Value(output));
        yield return ("Operators", $"{Figures.Count(Operators(model))}: {string.Join(", ", model.Operators.Take(ShownOperators).Select(one => $"{Figures.Count(one.Count)} {one.Type}"))}{(model.Operators.Count > ShownOperators ? ", …" : "")}");
        if (model.CustomOperators.Count > 0)
            yield return ("Custom operators", string.Join(", ", model.CustomOperators));
        yield return ("Parameters", Figures.Count(model.Parameters));
        yield return ("MACs", model.HasMacs ? Figures.Count(model.Macs) : "not known before it runs");
        if (model.UncountedOperators.Count > 0)
            yield return ("Without", $"MACs of {string.Join(", ", model.UncountedOperators)}");
        yield return ("Precision", Words.Of(model.Precision));
        yield return ("Measured with", model.ProposedInputs);
        foreach (var proposal in model.Proposals)
            yield return ("Proposed", proposal);
    }

    private static string Digits(UploadedModel model) => model.Name[(model.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Value(ModelValue value) => $"{value.Name}: {value.Type}[{string.Join(", ", value.Shape)}]";
}
