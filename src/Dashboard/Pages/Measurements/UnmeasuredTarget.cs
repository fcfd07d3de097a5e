using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Finds targets that have no latencies yet: those of a device, and those whose measurements all ended otherwise.</summary>
internal static class UnmeasuredTarget
{
    private const int MaxShown = 50;

    /// <summary>Finds the measurements on a target, at most a page of them; null where no device has the target and nothing was measured on it.</summary>
    /// <param name="api">The API.</param>
    /// <param name="slug">The slug of the target.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<IReadOnlyList<Measurement>?> FindAsync(LatBenchApi api, string slug, CancellationToken cancellationToken)
    {
        var known = IsOfDeviceAsync(api, slug, cancellationToken);
        var measurements = (await api.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest { Target = slug, PageSize = MaxShown }, cancellationToken: cancellationToken)).Measurements;
        return await known || measurements.Count > 0 ? measurements : null;
    }

    private static async Task<bool> IsOfDeviceAsync(LatBenchApi api, string slug, CancellationToken cancellationToken)
    {
        try
        {
            var device = (await api.Devices.GetDeviceAsync(new GetDeviceRequest { Name = "devices/" + slug.Split('/')[0] }, cancellationToken: cancellationToken)).Device;
            return device.Targets.Any(target => target.Slug == slug);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return false;
        }
    }
}
