using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.TestKit;

/// <summary>Models of NAS-Bench-201, as most tests need them.</summary>
public static class Nas201
{
    public static ISearchSpace SearchSpace { get; } = SearchSpaceRegistry.BuiltIn["nas-bench-201"];

    /// <summary>A registry with this space alone.</summary>
    public static SearchSpaceRegistry Spaces { get; } = new(SearchSpace);

    /// <summary>All 15,625 architectures, by their code.</summary>
    public static IReadOnlyList<Architecture> All => SpaceIndex.Of(SearchSpace)!.All;

    /// <summary>The 15,284 that are measurable.</summary>
    public static IReadOnlyList<Architecture> Measurable => SpaceIndex.Of(SearchSpace)!.Measurable;

    /// <summary>Parses an architecture string or a code of six digits.</summary>
    public static Architecture Parse(string text) => SearchSpace.Parse(text);

    /// <summary>Draws measurable architectures, two of which may share a network.</summary>
    public static IReadOnlyList<Architecture> Sample(int count, ulong seed) => [.. Space.Sample(count, seed).Select(cell => Parse(cell.Code))];

    /// <summary>The cell of an architecture.</summary>
    public static Cell Cell(this Architecture architecture) => SearchSpaces.NasBench201.Cell.Parse(architecture.Text);

    /// <summary>The code of six digits.</summary>
    public static string Code(this Architecture architecture) => SearchSpace.Code(architecture);

    public static ModelSpec Spec(
        Cell cell, Dataset dataset = Dataset.Cifar100, int batch = 1, Precision precision = Precision.Fp32, GraphVariant variant = GraphVariant.Pruned) =>
        new(SearchSpace, SearchSpace.Parse(cell.ToString()), new ModelConfiguration { Input = dataset.Name(), Batch = batch, Precision = precision, GraphVariant = variant });

    public static ModelSpec Spec(
        EffectiveCell cell, Dataset dataset = Dataset.Cifar100, int batch = 1, Precision precision = Precision.Fp32, GraphVariant variant = GraphVariant.Pruned) =>
        Spec(cell.Cell, dataset, batch, precision, variant);

    /// <summary>The same model in another configuration. Of a pruned spec the canonical architecture is taken.</summary>
    public static ModelSpec With(this ModelSpec spec, Dataset? dataset = null, int? batch = null, Precision? precision = null, GraphVariant? variant = null) =>
        new(spec.Space, spec.Architecture, new ModelConfiguration
        {
            Input = dataset?.Name() ?? spec.Configuration.Input,
            Batch = batch ?? spec.Configuration.Batch,
            Precision = precision ?? spec.Configuration.Precision,
            GraphVariant = variant ?? spec.Configuration.GraphVariant,
        });
}
