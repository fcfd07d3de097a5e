using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Labels;

/// <summary>One target with latencies of one search space and model configuration.</summary>
internal sealed class LabelledTargetRow
{
    public required string Target { get; init; }

    public long Origin { get; init; }

    public required string SearchSpace { get; init; }

    public required string Dataset { get; init; }

    public long Batch { get; init; }

    public required string ModelPrecision { get; init; }

    public required string GraphVariant { get; init; }

    public long Labels { get; init; }

    public string? Source { get; init; }

    public string? Licence { get; init; }

    public string? Notes { get; init; }

    public long? ImportedAt { get; init; }

    public LabelledTarget ToTarget() => new()
    {
        Target = Target,
        Origin = (LabelOrigin)Origin,
        SearchSpace = SearchSpace,
        Configuration = ModelConfiguration.Parse(Dataset, (int)Batch, ModelPrecision, GraphVariant),
        Labels = (int)Labels,
        Source = Source is null ? null : new ImportSource(Source, Licence!, Notes!),
        ImportedAt = StoredTime.ToTime(ImportedAt),
    };
}
