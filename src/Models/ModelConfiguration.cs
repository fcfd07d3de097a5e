using System.Globalization;
using LatBench.SearchSpaces;

namespace LatBench.Models;

/// <summary>Everything that decides a model beside its architecture: input, batch, precision and graph variant.</summary>
public sealed record ModelConfiguration
{
    /// <summary>The largest batch that is taken anywhere: 4096 images.</summary>
    public const int MaxBatch = 4096;

    /// <summary>Gets the name of the input, one of the space's; <c>cifar100</c> by default.</summary>
    public string Input { get; init; } = "cifar100";

    /// <summary>Gets the number of images in one inference, 1 to <see cref="MaxBatch"/>; 1 by default.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Gets the number format; fp32 by default.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Gets the edges that are written; pruned by default.</summary>
    public GraphVariant GraphVariant { get; init; } = GraphVariant.Pruned;

    /// <summary>Gets the default configuration of a space: its default input, batch 1, fp32, pruned.</summary>
    /// <param name="space">The space.</param>
    public static ModelConfiguration DefaultOf(ISearchSpace space) => new() { Input = space.DefaultInput.Name };

    /// <summary>Gets the reason why a batch is refused; null where it is not.</summary>
    /// <param name="batch">The number of images.</param>
    public static string? WhyNotBatch(int batch) => batch is >= 1 and <= MaxBatch
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"A batch of {batch} images is out of range: 1 to {MaxBatch}.");

    /// <summary>Gets the configuration in words: <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Input}, batch {Batch}, {Precision.Name()}, {GraphVariant.Name()}");
}
