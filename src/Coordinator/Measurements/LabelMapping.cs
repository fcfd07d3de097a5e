using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>Latencies by architecture between the store and the wire.</summary>
internal static class LabelMapping
{
    /// <summary>The message for a labelled target.</summary>
    public static V1.LabelledTarget ToProto(this LabelledTarget target) => new()
    {
        Target = target.Target,
        Origin = (V1.Origin)target.Origin,
        SearchSpace = target.SearchSpace,
        ModelConfig = target.Configuration.ToProto(),
        Labels = target.Labels,
        Source = target.Source is { } source ? new V1.ImportSource { Name = source.Name, Licence = source.Licence, Notes = source.Notes } : null,
        ImportTime = target.ImportedAt.ToTimestampOrNull(),
    };

    /// <summary>The message for a latency.</summary>
    public static V1.ArchitectureLatency ToProto(this Label label) => new() { Architecture = label.Architecture, LatencyMs = label.Latency.Milliseconds };
}
