using LatBench.Exporter;
using LatBench.SearchSpace.NasBench201;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Artifacts;

/// <summary>
/// The graphs of models. None is kept: exporting is deterministic and takes well under a millisecond, so a model is exported
/// again when an agent asks for it.
/// </summary>
internal static class ModelExports
{
    /// <summary>The model of a spec.</summary>
    public static Model Describe(ModelSpec spec)
    {
        var weights = SharedWeights.For(spec.Precision);
        return new Model
        {
            Sha256 = ModelExporter.ExportShared(spec).Sha256,
            WeightsSha256 = weights.Sha256,
            WeightsFileName = weights.FileName,
            SearchSpace = Space.Name,
            EffectiveCell = spec.Architecture.EffectiveCell.ToString(),
            Architecture = spec.Architecture.ToString(),
            Dataset = spec.Dataset.Name(),
            Batch = spec.Batch,
            Precision = spec.Precision.Name(),
            GraphVariant = spec.Variant.Name(),
        };
    }

    /// <summary>The graph of a model; null where this version of the exporter writes other bytes for it than the one that named it.</summary>
    public static byte[]? Graph(Model model)
    {
        var exported = ModelExporter.ExportShared(new ModelSpec(Architecture.Parse(model.Architecture))
        {
            Dataset = Datasets.Parse(model.Dataset),
            Batch = model.Batch,
            Precision = ModelNames.ParsePrecision(model.Precision),
            Variant = ModelNames.ParseVariant(model.GraphVariant),
        });
        return exported.Sha256 == model.Sha256 ? exported.Graph : null;
    }
}
