using Grpc.Core;
using LatBench.Contracts.V1;

namespace LatBench.Coordinator.Tests.Mcp;

/// <summary>Reads exported latencies.</summary>
internal static class Exported
{
    /// <summary>Gets the architectures of all messages.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(this AsyncServerStreamingCall<ExportMeasurementsResponse> call, CancellationToken cancellationToken)
    {
        using (call)
        {
            var architectures = new List<string>();
            await foreach (var part in call.ResponseStream.ReadAllAsync(cancellationToken))
                architectures.AddRange(part.Latencies.Select(latency => latency.Architecture));
            return architectures;
        }
    }
}
