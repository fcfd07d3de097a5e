using LatBench.Exporter;
using LatBench.Models;
using LatBench.SearchSpaces;
using Model = LatBench.Storage.Models.Model;

namespace LatBench.Coordinator.Artifacts;

/// <summary>
/// The graphs of models. None is kept: exporting is deterministic and takes well under a millisecond, so a model is exported
/// again when an agent asks for it.
/// </summary>
internal static class ModelExports
{
    /// <summary>Exports a spec and describes the model as it is stored.</summary>
    public static Model Describe(ModelSpec spec)
    {
        var weights = SharedWeights.For(spec.Space, spec.Configuration.Precision);
        return new Model
        {
            Sha256 = ModelExporter.ExportShared(spec).Sha256,
            WeightsSha256 = weights.Sha256,
            WeightsFileName = weights.FileName,
            SearchSpace = spec.Space.Name,
            CanonicalArchitecture = spec.Space.Canonicalize(spec.Architecture).Text,
            Architecture = spec.Architecture.Text,
            Configuration = spec.Configuration,
        };
    }

    /// <summary>Gets the spec of a stored model.</summary>
    public static ModelSpec Spec(Model model) => new(
        SearchSpaceRegistry.BuiltIn[model.SearchSpace],
        new Architecture(model.SearchSpace, model.Architecture),
        model.Configuration);

    /// <summary>Exports the graph of a model; null where this version of the exporter writes other bytes for it than the one that named it.</summary>
    public static byte[]? Graph(Model model)
    {
        var exported = ModelExporter.ExportShared(Spec(model));
        return exported.Sha256 == model.Sha256 ? exported.Graph : null;
    }
}
