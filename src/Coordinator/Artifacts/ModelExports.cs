using LatBench.Exporter;
using LatBench.Models;
using LatBench.SearchSpaces;
using Model = LatBench.Storage.Models.Model;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Models between the exporter and the store.</summary>
internal static class ModelExports
{
    /// <summary>Describes an exported model as it is stored.</summary>
    public static Model Describe(ModelSpec spec, ExportedModel exported) => new()
    {
        Sha256 = exported.Sha256,
        WeightsSha256 = exported.Weights!.Sha256,
        WeightsFileName = exported.Weights.FileName,
        SearchSpace = spec.Space.Name,
        CanonicalArchitecture = spec.Space.Canonicalize(spec.Architecture).Text,
        Architecture = spec.Architecture.Text,
        Configuration = spec.Configuration,
    };

    /// <summary>Gets the spec of a stored model.</summary>
    public static ModelSpec Spec(SearchSpaceRegistry spaces, Model model) => new(
        spaces[model.SearchSpace],
        new Architecture(model.SearchSpace, model.Architecture),
        model.Configuration);
}
