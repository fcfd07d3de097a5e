using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using Architecture = LatBench.SearchSpaces.NasBench201.Architecture;

namespace LatBench.TestKit;

/// <summary>Models of NAS-Bench-201, as most tests need them.</summary>
public static class Nas201
{
    public static ISearchSpace SearchSpace { get; } = SearchSpaceRegistry.BuiltIn["nas-bench-201"];

    public static ModelSpec Spec(
        Architecture architecture, Dataset dataset = Dataset.Cifar100, int batch = 1, Precision precision = Precision.Fp32, GraphVariant variant = GraphVariant.Pruned) =>
        new(SearchSpace, SearchSpace.Parse(architecture.ToString()), new ModelConfiguration { Input = dataset.Name(), Batch = batch, Precision = precision, GraphVariant = variant });

    public static ModelSpec Spec(
        EffectiveCell cell, Dataset dataset = Dataset.Cifar100, int batch = 1, Precision precision = Precision.Fp32, GraphVariant variant = GraphVariant.Pruned) =>
        Spec(cell.Architecture, dataset, batch, precision, variant);

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
