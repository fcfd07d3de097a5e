using LatBench.Exporter;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Artifacts;

/// <summary>
/// The canary: the cheapest network of NAS-Bench-201, whose cell hands its input on. It is the same for every campaign and every
/// release, so that its history can be compared.
/// </summary>
internal static class CanaryModel
{
    private const string ArchString = "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|";

    private static ModelSpec Spec { get; } = new(SearchSpaceRegistry.BuiltIn["nas-bench-201"], new("nas-bench-201", ArchString));

    private static ExportedModel Exported { get; } = ModelExporter.ExportShared(Spec);

    /// <summary>Its model, as campaigns have theirs.</summary>
    public static Model Model { get; } = ModelExports.Describe(Spec, Exported);

    /// <summary>Its graph.</summary>
    public static byte[] Graph => Exported.Graph;
}
