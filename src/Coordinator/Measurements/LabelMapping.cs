using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Resources;
using LatBench.Models;
using LatBench.SearchSpaces.NasBench201;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>Latencies by architecture between the store and the wire.</summary>
internal static class LabelMapping
{
    /// <summary>The message for a labelled target.</summary>
    public static V1.LabelledTarget ToProto(this LabelledTarget target) => new()
    {
        Target = target.Target,
        Origin = (V1.Origin)target.Origin,
        ModelConfig = target.Form.ToProto(),
        Labels = target.Labels,
        Source = target.Source is { } source ? new V1.ImportSource { Name = source.Name, Licence = source.Licence, Notes = source.Notes } : null,
        ImportTime = target.ImportedAt.ToTimestampOrNull(),
    };

    /// <summary>The message for a latency.</summary>
    public static V1.ArchitectureLatency ToProto(this Label label) => new() { Architecture = label.Architecture, LatencyMs = label.Latency.Milliseconds };

    /// <summary>The message for a form of models.</summary>
    public static V1.ModelConfig ToProto(this ModelForm form) => new()
    {
        Dataset = ModelConfigNames.ParseDataset(form.Dataset),
        Batch = form.Batch,
        Precision = ModelConfigNames.ParsePrecision(form.Precision),
        GraphVariant = ModelConfigNames.ParseVariant(form.GraphVariant),
    };

    /// <summary>The form of models of a message whose defaults are filled in.</summary>
    public static ModelForm ToForm(this V1.ModelConfig config) =>
        new(config.Dataset.ToDomain().Name(), config.Batch, config.Precision.ToDomain().Name(), config.GraphVariant.ToDomain().Name());
}
