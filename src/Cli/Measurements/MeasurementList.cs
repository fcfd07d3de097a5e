using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary>Reads measurements, without raw samples.</summary>
internal static class MeasurementList
{
    private const int PageSize = 1000;

    /// <summary>The measurements that <paramref name="filter"/> lets through, at most <paramref name="limit"/>.</summary>
    public static Task<List<Measurement>> ReadAsync(
        CoordinatorConnection connection, ListMeasurementsRequest filter, int limit, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            async token =>
            {
                var request = new ListMeasurementsRequest(filter) { PageSize = Math.Min(PageSize, limit), PageToken = token };
                var page = await connection.Measurements.ListMeasurementsAsync(request, cancellationToken: cancellationToken);
                return ((IEnumerable<Measurement>)page.Measurements, page.NextPageToken);
            },
            limit);
}
