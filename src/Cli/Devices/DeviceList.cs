using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary>Reads every device.</summary>
internal static class DeviceList
{
    private const int PageSize = 1000;

    public static Task<List<Device>> ReadAsync(CoordinatorConnection connection, CancellationToken cancellationToken) =>
        Pages.ReadAsync(async token =>
        {
            var request = new ListDevicesRequest { PageSize = PageSize, PageToken = token };
            var page = await connection.Devices.ListDevicesAsync(request, cancellationToken: cancellationToken);
            return ((IEnumerable<Device>)page.Devices, page.NextPageToken);
        });
}
