using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>Finds the measurements of an uploaded model.</summary>
internal static class ModelMeasurements
{
    private const int PageSize = 1000;

    /// <summary>Reads the measurements of all campaigns, newest first.</summary>
    /// <param name="api">The API.</param>
    /// <param name="model">The name of the model.</param>
    public static async Task<IReadOnlyList<Measurement>> ReadAsync(LatBenchApi api, string model)
    {
        var found = new List<Measurement>();
        var token = "";
        do
        {
            var page = await api.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Model = model, PageSize = PageSize, PageToken = token });
            found.AddRange(page.Measurements);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        found.Reverse();
        return found;
    }
}
