using LatBench.Contracts.V1;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using Architecture = LatBench.SearchSpaces.Architecture;
using Dataset = LatBench.Contracts.V1.Dataset;
using GraphVariant = LatBench.Contracts.V1.GraphVariant;
using Precision = LatBench.Contracts.V1.Precision;

namespace LatBench.Coordinator.Campaigns;

/// <summary>In which forms the architectures of a campaign become models.</summary>
internal static class ModelForms
{
    private const int MaxForms = 1000;

    /// <summary>The forms in order, none twice, defaults filled in; at least one. Faults go to <paramref name="faults"/>.</summary>
    public static IReadOnlyList<ModelConfig> Read(Campaign campaign, CampaignFaults faults)
    {
        var asked = campaign.ModelConfigs;
        if (asked.Count == 0)
            return [Read(campaign.ModelConfig, "model_config", faults.Add)];
        if (asked.Count > MaxForms)
        {
            faults.Add("model_configs", $"There are {asked.Count} combinations of dataset, batch, precision and graph variant; a campaign takes at most {MaxForms}.");
            return [Default];
        }

        return [.. asked.Select((config, i) => Read(config, $"model_configs[{i}]", faults.Add)).Distinct()];
    }

    /// <summary>The model of an architecture in one form.</summary>
    public static ModelSpec Spec(ISearchSpace space, Architecture architecture, ModelConfig config) =>
        new(space, architecture, config.ToDomain());

    /// <summary>The config with its defaults filled in; with a fault it is the default one.</summary>
    public static ModelConfig Read(ModelConfig? asked, string field, Action<string, string> addFault)
    {
        var config = Default;
        if (asked is null)
            return config;
        if (Fault(asked) is { } fault)
        {
            addFault($"{field}.{fault.Field}", fault.Message);
            return config;
        }

        if (asked.Dataset != Dataset.Unspecified)
            config.Dataset = asked.Dataset;
        if (asked.Batch != 0)
            config.Batch = asked.Batch;
        if (asked.Precision != Precision.Unspecified)
            config.Precision = asked.Precision;
        if (asked.GraphVariant != GraphVariant.Unspecified)
            config.GraphVariant = asked.GraphVariant;
        return config;
    }

    private static ModelConfig Default => new()
    {
        Dataset = Dataset.Cifar100,
        Batch = 1,
        Precision = Precision.Fp32,
        GraphVariant = GraphVariant.Pruned,
    };

    private static (string Field, string Message)? Fault(ModelConfig asked)
    {
        if (!Enum.IsDefined(asked.Dataset))
            return ("dataset", $"The dataset is not known here: use {string.Join(", ", Datasets.Names)}.");
        if (!Enum.IsDefined(asked.Precision))
            return ("precision", $"The precision is not known here: use {string.Join(", ", ModelNames.Precisions)}.");
        if (!Enum.IsDefined(asked.GraphVariant))
            return ("graph_variant", $"The graph variant is not known here: use {string.Join(", ", ModelNames.Variants)}.");
        return asked.Batch != 0 && ModelConfiguration.WhyNotBatch(asked.Batch) is { } reason ? ("batch", reason) : null;
    }
}
