using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Campaigns;

/// <summary>The model configurations of a campaign.</summary>
internal static class CampaignConfigurations
{
    private const int MaxConfigurations = 1000;

    /// <summary>Reads the configurations in order, none twice, defaults filled in; at least one. Faults go to <paramref name="faults"/>.</summary>
    public static IReadOnlyList<ModelConfiguration> Read(Campaign campaign, ISearchSpace space, CampaignFaults faults)
    {
        var asked = campaign.ModelConfigs;
        if (asked.Count == 0)
            return [Read(campaign.ModelConfig, space, "model_config", faults)];
        if (asked.Count <= MaxConfigurations)
            return [.. asked.Select((config, i) => Read(config, space, $"model_configs[{i}]", faults)).Distinct()];
        faults.Add("model_configs", $"There are {asked.Count} model configurations (combinations of dataset, batch, precision and graph variant); a campaign takes at most {MaxConfigurations}.");
        return [ModelConfiguration.DefaultOf(space)];
    }

    private static ModelConfiguration Read(ModelConfig? asked, ISearchSpace space, string field, CampaignFaults faults)
    {
        var found = asked.Validate(space, field);
        foreach (var fault in found)
            faults.Add(fault.Field, fault.Message);
        return asked is null || found.Count > 0 ? ModelConfiguration.DefaultOf(space) : asked.ToDomain(space);
    }
}
