using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Bench.Dashboards;

/// <summary>Imported targets with a made-up latency of every measurable NAS-Bench-201 architecture: proportional to its multiply-accumulates, with seeded noise.</summary>
internal static class SeededTargets
{
    private const double NanosecondsPerMac = 0.1;
    private const double OverheadMs = 0.2;
    private const double Noise = 0.3;

    /// <summary>Imports targets and returns the number of latencies of each.</summary>
    public static async Task<int> ImportAsync(CallInvoker api, IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        var space = SearchSpaceRegistry.BuiltIn.Default;
        var architectures = space.Enumerate().Where(architecture => space.WhyNotMeasurable(architecture) is null).ToArray();
        var random = new Random(1);
        foreach (var target in targets)
        {
            var request = new ImportMeasurementsRequest { RequestId = target, Target = target, Source = new ImportSource { Name = "made up by the benchmark" } };
            request.Latencies.AddRange(architectures.Select(architecture => new ArchitectureLatency
            {
                Architecture = architecture.Text,
                LatencyMs = OverheadMs + (space.Costs(architecture, space.DefaultInput).Macs * NanosecondsPerMac * 1e-6 * (1 + (Noise * random.NextDouble()))),
            }));
            await new MeasurementService.MeasurementServiceClient(api).ImportMeasurementsAsync(request, cancellationToken: cancellationToken);
        }

        return architectures.Length;
    }
}
