using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Dashboard.Pages.Devices;

/// <summary>Reads the canary of a device: the page and its chart show the same readings.</summary>
internal static class CanaryReadings
{
    /// <summary>The largest number of readings that are shown.</summary>
    public const int MaxShown = 2000;

    /// <summary>Gets the newest readings of a target; of the target that was measured last where none is named.</summary>
    /// <param name="api">The API.</param>
    /// <param name="device">The name of the device.</param>
    /// <param name="target">The slug of the target; empty for the last one.</param>
    /// <returns>The target, empty where nothing was measured, and the summary.</returns>
    public static async Task<(string Target, CanarySummary Summary)> ReadAsync(LatBenchApi api, string device, string target)
    {
        if (target.Length == 0)
        {
            var last = await api.Devices.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = device, PageSize = 1 });
            if (last.Readings is not [var newest, ..])
                return ("", CanarySummary.Of([]));
            target = newest.Target;
        }

        var page = await api.Devices.ListCanaryReadingsAsync(new ListCanaryReadingsRequest { Parent = device, Target = target, PageSize = MaxShown });
        return (target, CanarySummary.Of(page.Readings));
    }
}
