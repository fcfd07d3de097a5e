using LatBench.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LatBench.Coordinator.Health;

/// <summary>Serving means that the database answers.</summary>
internal sealed class DatabaseHealthCheck(IStore store) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
