using System.Globalization;
using LatBench.SearchSpaces;

namespace LatBench.Models;

/// <summary>
/// Everything that decides a model beside its architecture: input, batch, precision and graph variant. Latencies of different
/// configurations are never compared.
/// </summary>
public sealed record ModelConfiguration
{
    /// <summary>The largest batch that is taken anywhere: 4096 images.</summary>
    public const int MaxBatch = 4096;

    /// <summary>The batch that is taken where none is named: one image.</summary>
    public const int DefaultBatch = 1;

    /// <summary>Gets the name of the input, one of the space's.</summary>
    public required string Input { get; init; }

    /// <summary>Gets the number of images in one inference, 1 to <see cref="MaxBatch"/>; 1 by default.</summary>
    public int Batch { get; init; } = DefaultBatch;

    /// <summary>Gets the number format; fp32 by default.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Gets the edges that are written; pruned by default.</summary>
    public GraphVariant GraphVariant { get; init; } = GraphVariant.Pruned;

    /// <summary>Gets a value indicating whether architectures with the same canonical form are the same model.</summary>
    public bool IsPruned => GraphVariant == GraphVariant.Pruned;

    /// <summary>Gets the default configuration of a space: its default input, batch 1, fp32, pruned.</summary>
    /// <param name="space">The space.</param>
    public static ModelConfiguration DefaultOf(ISearchSpace space) => new() { Input = space.DefaultInput.Name };

    /// <summary>Creates a configuration from the names of its parts, as files and tables hold them.</summary>
    /// <param name="input">The name of the input, of any space.</param>
    /// <param name="batch">The number of images.</param>
    /// <param name="precision">The name of the precision.</param>
    /// <param name="graphVariant">The name of the graph variant.</param>
    /// <exception cref="FormatException">The precision or the graph variant is not known; the message lists those that are.</exception>
    public static ModelConfiguration Parse(string input, int batch, string precision, string graphVariant) => new()
    {
        Input = input,
        Batch = batch,
        Precision = ModelNames.ParsePrecision(precision),
        GraphVariant = ModelNames.ParseVariant(graphVariant),
    };

    /// <summary>Gets the reason why an input is refused; null where it is not.</summary>
    /// <param name="space">The space.</param>
    /// <param name="input">The name of the input.</param>
    public static string? WhyNotInput(ISearchSpace space, string input) => space.FindInput(input) is null
        ? $"'{input}' is not an input of {space.Name}: use one of {string.Join(", ", space.Inputs.Select(known => known.Name))}."
        : null;

    /// <summary>Gets the reason why a batch is refused; null where it is not.</summary>
    /// <param name="batch">The number of images.</param>
    public static string? WhyNotBatch(int batch) => batch is >= 1 and <= MaxBatch
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"A batch of {batch} images is out of range: 1 to {MaxBatch}.");

    /// <summary>Describes a configuration by the names of its parts, known here or not: <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    /// <param name="input">The name of the input.</param>
    /// <param name="batch">The number of images.</param>
    /// <param name="precision">The name of the precision.</param>
    /// <param name="graphVariant">The name of the graph variant.</param>
    public static string Describe(string input, int batch, string precision, string graphVariant) =>
        string.Create(CultureInfo.InvariantCulture, $"{input}, batch {batch}, {precision}, {graphVariant}");

    /// <summary>Gets the configuration in words: <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    public override string ToString() => Describe(Input, Batch, Precision.Name(), GraphVariant.Name());
}
