using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;
using Microsoft.Extensions.Caching.Memory;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>
/// The latencies of targets in memory. Every use asks the API, as the user, for the version of the figures, and for the figures where they have changed: of 15,000 points that
/// takes some milliseconds in place of some tenths of a second.
/// </summary>
internal sealed class PointCache : IDisposable
{
    private const int MaxPoints = 2_000_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxPoints });

    /// <summary>Gets the latencies of a target.</summary>
    /// <exception cref="RpcException">There are none, or the user may not read them.</exception>
    public async Task<TargetPoints> GetAsync(LatBenchApi api, LabelledTarget target, CancellationToken cancellationToken)
    {
        var key = (target.Target, target.SearchSpace, ConfigurationKey.Of(target.ModelConfig));
        _known.TryGetValue(key, out TargetPoints? known);
        var request = new ReadMeasurementPointsRequest
        {
            Target = target.Target,
            SearchSpace = target.SearchSpace,
            ModelConfig = target.ModelConfig,
            KnownVersion = known?.Version ?? "",
        };
        using var call = api.Measurements.ReadMeasurementPoints(request, cancellationToken: cancellationToken);
        var messages = new List<ReadMeasurementPointsResponse>();
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            messages.Add(message);
        if (known is not null && messages[0].Version == known.Version)
            return known;
        var points = TargetPoints.Of(messages);
        return _known.Set(key, points, new MemoryCacheEntryOptions { Size = points.Latencies.Length + 1 });
    }

    /// <inheritdoc/>
    public void Dispose() => _known.Dispose();
}
