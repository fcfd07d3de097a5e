using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;
using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>Finds the measurements of an uploaded model: those of the newest campaigns of uploaded models.</summary>
internal static class ModelMeasurements
{
    /// <summary>The campaigns that are looked through.</summary>
    public const int MaxCampaigns = 50;

    private const int PageSize = 500;
    private const int MaxPages = 4;

    /// <summary>Reads the measurements, newest first.</summary>
    /// <param name="api">The API.</param>
    /// <param name="model">The name of the model.</param>
    public static async Task<IReadOnlyList<Measurement>> ReadAsync(LatBenchApi api, string model)
    {
        var campaigns = new List<string>();
        var token = "";
        for (var page = 0; page < MaxPages && campaigns.Count < MaxCampaigns; page++)
        {
            var listed = await api.Campaigns.ListCampaignsAsync(new ListCampaignsRequest { PageSize = PageSize, PageToken = token });
            campaigns.AddRange(listed.Campaigns.Where(campaign => campaign.Selection.SearchSpace == ModelText.Space).Select(campaign => campaign.Name));
            token = listed.NextPageToken;
            if (token.Length == 0)
                break;
        }

        var sha256 = ResourceAddress.IdOf(model);
        var found = await Task.WhenAll(campaigns.Take(MaxCampaigns).Select(async campaign =>
            (await api.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign, PageSize = 1000 })).Measurements.Where(measurement => measurement.EffectiveCell == sha256)));
        return [.. found.SelectMany(measurements => measurements.Reverse())];
    }
}
