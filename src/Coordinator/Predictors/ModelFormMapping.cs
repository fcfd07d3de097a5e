using LatBench.Coordinator.Campaigns;
using LatBench.Exporter;
using LatBench.SearchSpace.NasBench201;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Predictors;

/// <summary>Forms of models between the wire and the store.</summary>
internal static class ModelFormMapping
{
    private const int MaxBatch = 4096;

    /// <summary>The message for a form.</summary>
    public static V1.ModelConfig ToProto(this ModelForm form) => new()
    {
        Dataset = ModelConfigNames.ParseDataset(form.Dataset),
        Batch = form.Batch,
        Precision = ModelConfigNames.ParsePrecision(form.Precision),
        GraphVariant = ModelConfigNames.ParseVariant(form.GraphVariant),
    };

    /// <summary>The form of a message, defaults filled in.</summary>
    public static ModelForm ToForm(this V1.ModelConfig config) => new(
        config.Dataset.ToDomain().Name(),
        config.Batch == 0 ? 1 : config.Batch,
        config.Precision.ToDomain().Name(),
        config.GraphVariant.ToDomain().Name());

    /// <summary>What is wrong with a message; nothing where all is well.</summary>
    public static IEnumerable<(string Field, string Message)> Faults(this V1.ModelConfig? config, string field)
    {
        if (config is null)
            yield break;
        if (!Enum.IsDefined(config.Dataset))
            yield return ($"{field}.dataset", $"The dataset is not known here: use {string.Join(", ", Datasets.Names)}.");
        if (!Enum.IsDefined(config.Precision))
            yield return ($"{field}.precision", $"The precision is not known here: use {string.Join(", ", ModelNames.Precisions)}.");
        if (!Enum.IsDefined(config.GraphVariant))
            yield return ($"{field}.graph_variant", $"The graph variant is not known here: use {string.Join(", ", ModelNames.Variants)}.");
        if (config.Batch is < 0 or > MaxBatch)
            yield return ($"{field}.batch", $"A batch of {config.Batch} images is out of range: 1 to {MaxBatch}.");
    }

    /// <summary>The form for a person, for example <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    public static string Describe(this ModelForm form) => FormattableString.Invariant($"{form.Dataset}, batch {form.Batch}, {form.Precision}, {form.GraphVariant}");
}
